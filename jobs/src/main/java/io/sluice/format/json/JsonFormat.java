// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.intake.RawReader;
import io.sluice.intake.RecordWriter;
import io.sluice.intake.SchemaDrift;
import io.sluice.intake.SourceFormat;
import io.sluice.pipeline.JsonOptions;
import io.sluice.pipeline.Source;
import io.sluice.record.RecordTyping;
import io.sluice.storage.Storage;
import io.sluice.unpack.LandedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * JSON: an object a line, or a document that is one object or holds an array of them.
 *
 * @param source with {@link JsonOptions}
 */
public record JsonFormat(Source source) implements SourceFormat {
  @Override
  public RawReader reader(SparkSession spark, Storage storage) {
    return new JsonRawReader(spark, storage, source, new SchemaDrift());
  }

  @Override
  public Optional<String> rejection(Storage storage, Path file) {
    try {
      String reason =
          new JsonInspector(source, List.of()).inspect(file, storage.hadoop())._1().rejection();
      return Optional.of(reason).filter(why -> !why.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Long> lines(Storage storage, Path file, int records) {
    if (options(source).multiLine()) {
      return List.of();
    }
    try {
      return new LandedFile(file, storage.hadoop())
          .read(JsonInspector.TAKEN, bytes -> lines(bytes, records));
    } catch (IOException e) {
      return List.of(); // the reader of the records says why
    }
  }

  private static List<Long> lines(InputStream bytes, int records) throws IOException {
    LineScanner scanner = new LineScanner(bytes);
    List<Long> lines = new ArrayList<>();
    while (lines.size() < records && scanner.next()) {
      lines.add(scanner.line());
    }
    return lines;
  }

  @Override
  public RecordTyping typing() {
    return new JsonTyping(source);
  }

  @Override
  public RecordWriter writer(List<String> columns) {
    return new JsonRecordWriter(new WrittenRecord(source.schema(), columns), options(source));
  }

  static JsonOptions options(Source source) {
    return (JsonOptions) source.options();
  }
}
