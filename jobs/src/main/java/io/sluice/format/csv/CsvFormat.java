// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.apache.spark.sql.functions.when;

import io.sluice.intake.Delivery;
import io.sluice.intake.RawReader;
import io.sluice.intake.RecordWriter;
import io.sluice.intake.SchemaDrift;
import io.sluice.intake.SourceFormat;
import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.record.FieldFaults;
import io.sluice.record.Reasons;
import io.sluice.record.RecordTyping;
import io.sluice.refine.TextTyping;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * CSV with a header in each file, whose values are text.
 *
 * @param source with {@link CsvOptions}
 */
public record CsvFormat(Source source) implements SourceFormat {
  /** Value of {@link EngineColumns#UNFIT}: a quoted field doesn't end with its line. */
  static final int UNCLOSED_QUOTE = FieldFaults.FIRST_OF_FORMATS;

  @Override
  public RawReader reader(SparkSession spark, Storage storage) {
    return new CsvRawReader(spark, storage, source, new SchemaDrift());
  }

  @Override
  public Optional<String> rejection(Storage storage, Path file) {
    Delivery delivery = new Delivery(file.getName(), 0, Instant.EPOCH);
    CsvReadPlan plan = new CsvReadPlan(source, storage.hadoop());
    try {
      plan.add(file, delivery, new CsvInspector(source).inspect(file, storage.hadoop()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.ofNullable(plan.rejected().get(delivery.path()));
  }

  @Override
  public OptionalLong line(Storage storage, Path file, List<String> texts, Optional<String> line) {
    return new CsvLines(source, storage.hadoop()).find(file, texts, line);
  }

  @Override
  public List<Long> lines(Storage storage, Path file, int records) {
    return new CsvLines(source, storage.hadoop()).first(file, records);
  }

  @Override
  public RecordTyping typing() {
    return new TextTyping(source, CsvFormat::lineFault);
  }

  @Override
  public RecordWriter writer(List<String> columns) {
    return new CsvRecordWriter(options(source), columns);
  }

  static CsvOptions options(Source source) {
    return (CsvOptions) source.options();
  }

  private static Column lineFault(Column unfit) {
    return when(
            unfit.bitwiseAND(UNCLOSED_QUOTE).notEqual(0),
            Reasons.reason(
                "unclosed_quote", "a value begins with a quote that does not end in the same line"))
        .otherwise(
            Reasons.reason(
                "column_count", "the line does not have as many values as the header has columns"));
  }
}
