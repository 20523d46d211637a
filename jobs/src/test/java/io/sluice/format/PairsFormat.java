// SPDX-License-Identifier: Apache-2.0
package io.sluice.format;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.sluice.intake.Delivery;
import io.sluice.intake.FileOrigin;
import io.sluice.intake.RawBatch;
import io.sluice.intake.RawReader;
import io.sluice.intake.RecordWriter;
import io.sluice.intake.SchemaDrift;
import io.sluice.intake.SourceFormat;
import io.sluice.pipeline.PairsOptions;
import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.record.HashFilter;
import io.sluice.record.Reasons;
import io.sluice.record.RecordTyping;
import io.sluice.refine.TextTyping;
import io.sluice.refine.TypedTyping;
import io.sluice.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * A format unlike CSV: no header, any column may be missing from a record, and values come typed. A
 * line that isn't pairs, or has a value of another type, is kept whole.
 */
final class PairsFormat implements SourceFormat {
  /** In {@link EngineColumns#UNFIT}. */
  private static final int NO_PAIRS = 8;

  private static final int WRONG_TYPE = 16;
  private static final String COUNT_LIES = "#lies\n";

  private final Source source;
  private final char separator;

  PairsFormat(Source source) {
    this.source = source;
    this.separator = ((PairsOptions) source.options()).separator();
  }

  @Override
  public RecordTyping typing() {
    return new TypedTyping(
        source,
        written(),
        unfit ->
            when(
                    unfit.equalTo(NO_PAIRS),
                    Reasons.reason("no_pairs", "the line has a part without '='"))
                .otherwise(Reasons.reason("wrong_type", "a value is of another type")));
  }

  private TextTyping written() {
    return new TextTyping(source, unfit -> unfit);
  }

  @Override
  public RecordWriter writer(List<String> columns) {
    List<String> names = new ArrayList<>(columns);
    String between = String.valueOf(separator);
    return (out, records) -> {
      while (records.hasNext()) {
        List<String> values = records.next();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
          pairs.add(i < names.size() ? names.get(i) + "=" + values.get(i) : values.get(i));
        }
        out.write((String.join(between, pairs) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  @Override
  public RawReader reader(SparkSession spark, Storage storage) {
    return new Reader(spark, storage);
  }

  private final class Reader implements RawReader {
    @Override
    public Optional<String> refusal(Path file, Throwable thrown) {
      return Optional.empty();
    }

    private final SparkSession spark;
    private final Storage storage;
    private final SchemaDrift drift = new SchemaDrift();

    Reader(SparkSession spark, Storage storage) {
      this.spark = spark;
      this.storage = storage;
    }

    @Override
    public String unbalanced(long counted, long parsed) {
      return "unbalanced: it holds %d lines, but %d records came of it".formatted(counted, parsed);
    }

    @Override
    public SchemaDrift drift() {
      return drift;
    }

    @Override
    public RawBatch open(
        Map<Path, Delivery> files, List<String> keyColumns, Map<String, String> rejectedBefore) {
      Map<Path, Delivery> readable = new LinkedHashMap<>();
      Map<String, RawBatch.RecordCount> counts = new TreeMap<>();
      Map<String, String> rejected = new TreeMap<>(rejectedBefore);
      files.forEach(
          (path, delivery) -> {
            String text = storage.read(path);
            if (text.startsWith("<")) {
              rejected.put(delivery.path(), "not_pairs: it is markup; land pairs");
            } else if (!rejected.containsKey(delivery.path())) {
              readable.put(path, delivery);
              long blank = text.lines().filter(String::isBlank).count();
              long lies = text.startsWith(COUNT_LIES) ? 1 : 0;
              counts.put(
                  delivery.path(),
                  new RawBatch.RecordCount(text.lines().count() - blank + lies, blank));
              List<String> extra = text.contains("colour=") ? List.of("colour") : List.<String>of();
              drift.add(delivery, extra);
            }
          });
      return new RawBatch(
          readable.isEmpty() ? Optional.empty() : Optional.of(rows(readable)),
          counts,
          rejected,
          HashFilter.none());
    }

    private Dataset<Row> rows(Map<Path, Delivery> files) {
      String[] paths = files.keySet().stream().map(Storage::literal).toArray(String[]::new);
      Column isPairs =
          expr("forall(split(value, '[%s]'), part -> part like '%%=%%')".formatted(separator));
      Column fits = lit(true);
      List<Column> columns = new ArrayList<>();
      for (StructField field : source.schema().fields()) {
        Column text = expr("pairs['%s']".formatted(field.name()));
        Column typed = written().value(field, text);
        fits = fits.and(text.isNull().or(trim(text).equalTo("")).or(typed.isNotNull()));
        columns.add(when(col("is_pairs"), typed).as(field.name()));
      }
      Column unfit =
          when(col("is_pairs").equalTo(false), NO_PAIRS)
              .when(fits.equalTo(false), WRONG_TYPE)
              .otherwise(0);
      columns.add(when(unfit.notEqual(0), col("value")).as(EngineColumns.LINE));
      columns.add(unfit.as(EngineColumns.UNFIT));
      columns.addAll(FileOrigin.columns(storage, files, col("path")));
      return spark
          .read()
          .text(paths)
          .where("trim(value) <> ''")
          .select(
              col("value"),
              col("_metadata.file_path").as("path"),
              isPairs.as("is_pairs"),
              expr("str_to_map(value, '[%s]', '=')".formatted(separator)).as("pairs"))
          .select(columns.toArray(Column[]::new));
    }
  }
}
