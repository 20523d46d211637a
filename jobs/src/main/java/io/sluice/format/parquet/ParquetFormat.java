// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.intake.RawReader;
import io.sluice.intake.RecordWriter;
import io.sluice.intake.SchemaDrift;
import io.sluice.intake.SourceFormat;
import io.sluice.pipeline.Source;
import io.sluice.record.RecordTyping;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Parquet, whose columns have names and types of their own. */
public record ParquetFormat(Source source) implements SourceFormat {
  @Override
  public RawReader reader(SparkSession spark, Storage storage) {
    return new ParquetRawReader(
        spark, storage, source, new ParquetTyping(source), new SchemaDrift());
  }

  @Override
  public Optional<String> rejection(Storage storage, Path file) {
    try {
      return Optional.of(new ParquetInspector(source).inspect(file, storage.hadoop()).rejection())
          .filter(reason -> !reason.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RecordTyping typing() {
    return new ParquetTyping(source);
  }

  @Override
  public RecordWriter writer(List<String> columns) {
    return new ParquetRecordWriter(new WrittenRecords(source, columns));
  }
}
