// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.column.Values;
import io.sluice.format.parquet.ParquetRecords;
import io.sluice.pipeline.Format;
import io.sluice.pipeline.ParquetOptions;
import io.sluice.sample.Sample.Remark;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Reads samples of Parquet, which say themselves what their columns are. */
final class ParquetSampleReader implements SampleReader {
  private static final int MOST_RECORDS = 10_000;

  @Override
  public boolean takes(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith("PAR1");
  }

  @Override
  public Sample read(Storage storage, Path file, Optional<String> recordsPath) {
    ParquetRecords read = records(storage, file);
    if (read.records() == 0) {
      throw new SampleProblems(file).empty();
    }
    List<SampleField> fields = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (ParquetRecords.Column column : read.columns()) {
      if (column.type() == null) {
        leftOut.add(
            "%s: no type of a schema takes its %s"
                .formatted(Escaped.quoted(column.name()), column.written()));
      } else {
        Values texts = new Values(column.texts());
        fields.add(new SampleField(column.name(), new Shape.Typed(column.type()), texts));
      }
    }
    int records = read.columns().get(0).texts().size();
    return new Sample(
        Format.PARQUET,
        new ParquetOptions(),
        fields,
        leftOut,
        records,
        records == read.records(),
        remarks(read),
        Optional.empty());
  }

  private static Map<String, Remark> remarks(ParquetRecords read) {
    List<String> local =
        read.columns().stream()
            .filter(ParquetRecords.Column::isLocal)
            .map(ParquetRecords.Column::name)
            .toList();
    return local.isEmpty()
        ? Map.of()
        : Map.of(
            Sample.LOCAL_TIMES,
            new Remark(
                String.join(", ", local),
                "the file doesn't adjust them to UTC, so that they are times of source.time-zone",
                true));
  }

  private static ParquetRecords records(Storage storage, Path file) {
    try {
      return ParquetRecords.of(file, storage.hadoop(), MOST_RECORDS);
    } catch (IllegalArgumentException e) {
      throw new SampleProblems(file).rejected(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
