// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static io.sluice.record.EngineColumns.LINE;
import static io.sluice.record.EngineColumns.UNFIT;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.sluice.intake.Delivery;
import io.sluice.intake.FileOrigin;
import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.record.FieldFaults;
import io.sluice.spark.InternalRows;
import io.sluice.spark.JavaFunction;
import io.sluice.storage.Storage;
import io.sluice.unpack.SniffingCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads the files of a group into raw rows. */
record CsvGroupReader(SparkSession spark, Storage storage, Source source) {
  private static final String PARSED = "_parsed";

  /** Characters that no text has, since Unicode keeps them free for such uses. */
  private static final String NO_DELIMITER = "\uFDD0";

  private static final String NO_QUOTE = "\uFDD1";

  Dataset<Row> read(CsvGroup group) {
    int values = group.someHeader().columns().size();
    List<StructField> parsed = new ArrayList<>();
    for (int i = 0; i < values; i++) {
      parsed.add(text(position(i)));
    }
    parsed.add(text(LINE));
    StructType withLine = DataTypes.createStructType(parsed);
    Dataset<Row> rows =
        group.anomalies().unclosed() ? byLine(group, withLine) : byRecord(group, withLine);
    Map<Path, Delivery> deliveries = new HashMap<>();
    Map<String, CsvHeader> headers = new HashMap<>();
    group
        .files()
        .forEach(
            (path, file) -> {
              deliveries.put(path, file.delivery());
              headers.put(FileOrigin.key(storage, path), file.header());
            });
    return InternalRows.mapped(
        rows,
        raw(),
        new CsvRows(
            new ColumnOrder(source, headers),
            FileOrigin.of(storage, deliveries),
            new FieldFaults(source.maxFieldLength()),
            group.anomalies(),
            values));
  }

  private StructType raw() {
    List<StructField> columns = new ArrayList<>();
    Arrays.stream(source.schema().fieldNames()).map(CsvGroupReader::text).forEach(columns::add);
    columns.add(text(LINE));
    columns.add(DataTypes.createStructField(UNFIT, DataTypes.IntegerType, true));
    columns.add(text(EngineColumns.FILE));
    columns.add(
        DataTypes.createStructField(EngineColumns.LANDED_AT, DataTypes.TimestampType, true));
    return DataTypes.createStructType(columns);
  }

  private static StructField text(String name) {
    return DataTypes.createStructField(name, DataTypes.StringType, true);
  }

  private static String position(int index) {
    return "_c" + index;
  }

  private Dataset<Row> byRecord(CsvGroup group, StructType byPosition) {
    return spark
        .read()
        .options(options())
        .options(SniffingCodec.options(group.ending()))
        .schema(byPosition)
        .csv(paths(group));
  }

  /**
   * Reads whole lines first, and splits them after, so that a line can be kept as it is although it
   * has the right number of values.
   */
  private Dataset<Row> byLine(CsvGroup group, StructType byPosition) {
    StructType oneValue = StructType.fromDDL("value STRING").add(LINE, "STRING");
    Quotes quotes = new Quotes(CsvFormat.options(source), StandardCharsets.UTF_8);
    Column unclosed = JavaFunction.call(quotes, "unclosed", DataTypes.BooleanType, col("whole"));
    return spark
        .read()
        .options(options())
        .options(SniffingCodec.options(group.ending()))
        .option("sep", NO_DELIMITER)
        .option("quote", NO_QUOTE)
        .option("escape", NO_QUOTE)
        .option("nullValue", "")
        .schema(oneValue)
        .csv(paths(group))
        .select(coalesce(col(LINE), col("value")).as("whole"))
        .select(
            from_csv(col("whole"), lit(byPosition.toDDL()), options()).as(PARSED),
            when(unclosed, col("whole")).as("unclosed"))
        .select(
            col(PARSED + ".*"),
            when(col("unclosed").isNotNull(), CsvFormat.UNCLOSED_QUOTE)
                .otherwise(FieldFaults.FIT)
                .as(UNFIT),
            col("unclosed"))
        .withColumn(LINE, coalesce(col("unclosed"), col(LINE)))
        .drop("unclosed");
  }

  /**
   * Every option that decides how records are parsed is set here; Spark's defaults are not RFC
   * 4180.
   */
  private Map<String, String> options() {
    return options(source);
  }

  static Map<String, String> options(Source source) {
    return options(CsvFormat.options(source));
  }

  static Map<String, String> options(CsvOptions csv) {
    Map<String, String> options = new HashMap<>();
    options.put("header", "true");
    options.put("sep", String.valueOf(csv.delimiter()));
    options.put("quote", String.valueOf(csv.quote()));
    options.put("escape", String.valueOf(csv.escape()));
    options.put("encoding", csv.encoding());
    options.put("nullValue", csv.nullValue());
    options.put("multiLine", String.valueOf(csv.multiLine()));
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", LINE);
    return options;
  }

  private static String[] paths(CsvGroup group) {
    return group.files().keySet().stream().map(Storage::literal).toArray(String[]::new);
  }
}
