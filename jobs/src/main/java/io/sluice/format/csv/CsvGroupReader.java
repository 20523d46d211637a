// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static io.sluice.record.EngineColumns.LINE;
import static io.sluice.record.EngineColumns.UNFIT;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.sluice.intake.Delivery;
import io.sluice.intake.FileOrigin;
import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.Source;
import io.sluice.record.FieldFaults;
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
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads the files of a group into raw rows. */
record CsvGroupReader(SparkSession spark, Storage storage, Source source) {
  private static final String FILE_PATH = "_metadata.file_path";
  private static final String PATH = "_path";
  private static final String PARSED = "_parsed";
  private static final String ORDERED = "_ordered";

  /** Characters that no text has, since Unicode keeps them free for such uses. */
  private static final String NO_DELIMITER = "\uFDD0";

  private static final String NO_QUOTE = "\uFDD1";

  Dataset<Row> read(CsvGroup group) {
    StructType byPosition = new StructType();
    for (int i = 0; i < group.someHeader().columns().size(); i++) {
      byPosition = byPosition.add(position(i), DataTypes.StringType);
    }
    StructType withLine = byPosition.add(LINE, DataTypes.StringType);
    Dataset<Row> rows =
        group.anomalies().unclosed() ? byLine(group, withLine) : byRecord(group, withLine);
    List<Column> columns = new ArrayList<>();
    if (group.hasOneHeader()) {
      columns.addAll(byName(group.someHeader()));
    } else {
      rows = rows.withColumn(ORDERED, ordered(group, byPosition));
      columns.addAll(ordered());
    }
    columns.add(col(LINE));
    columns.add(unfit(group, columns).as(UNFIT));
    Map<Path, Delivery> deliveries = new HashMap<>();
    group.files().forEach((path, file) -> deliveries.put(path, file.delivery()));
    columns.addAll(FileOrigin.columns(storage, deliveries, col(PATH)));
    return rows.select(columns.toArray(Column[]::new));
  }

  /** The schema's columns, where the header of all the files has them. */
  private List<Column> byName(CsvHeader header) {
    List<Column> columns = new ArrayList<>();
    for (String field : source.schema().fieldNames()) {
      int position = header.columns().indexOf(field);
      Column text = position < 0 ? lit(null).cast("string") : col(position(position));
      columns.add(text.as(field));
    }
    return columns;
  }

  /** The values in the schema's order, which are elsewhere in each file. */
  private Column ordered(CsvGroup group, StructType byPosition) {
    Map<String, CsvHeader> headers = new HashMap<>();
    group
        .files()
        .forEach((path, file) -> headers.put(FileOrigin.reported(storage, path), file.header()));
    ColumnOrder order = new ColumnOrder(source, headers);
    Column[] values =
        Arrays.stream(byPosition.fieldNames()).map(functions::col).toArray(Column[]::new);
    DataType texts = DataTypes.createArrayType(DataTypes.StringType);
    return JavaFunction.call(order, "ofSchema", texts, struct(col(PATH), array(values)));
  }

  private List<Column> ordered() {
    List<Column> columns = new ArrayList<>();
    for (String field : source.schema().fieldNames()) {
      columns.add(col(ORDERED).getItem(columns.size()).as(field));
    }
    return columns;
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
        .csv(paths(group))
        .select(col("*"), col(FILE_PATH).as(PATH), lit(FieldFaults.FIT).as(UNFIT));
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
        .select(coalesce(col(LINE), col("value")).as("whole"), col(FILE_PATH).as(PATH))
        .select(
            from_csv(col("whole"), lit(byPosition.toDDL()), options()).as(PARSED),
            when(unclosed, col("whole")).as("unclosed"),
            col(PATH))
        .select(
            col(PARSED + ".*"),
            col("unclosed"),
            col(PATH),
            when(col("unclosed").isNotNull(), CsvFormat.UNCLOSED_QUOTE)
                .otherwise(FieldFaults.FIT)
                .as(UNFIT))
        .withColumn(LINE, coalesce(col("unclosed"), col(LINE)));
  }

  /** Costs nothing where nothing is to be looked for. */
  private Column unfit(CsvGroup group, List<Column> texts) {
    Column unfit = col(UNFIT);
    if (!group.anomalies().fields()) {
      return unfit;
    }
    FieldFaults faults = new FieldFaults(source.maxFieldLength());
    String method = group.anomalies().undecodable() ? "inUndecodable" : "faults";
    for (Column text : texts.subList(0, source.schema().length())) {
      Column found = JavaFunction.call(faults, method, DataTypes.IntegerType, text);
      unfit = unfit.bitwiseOR(coalesce(found, lit(FieldFaults.FIT)));
    }
    return unfit;
  }

  /** Every option that decides what a record is stands here; Spark's defaults are not RFC 4180. */
  private Map<String, String> options() {
    return options(source);
  }

  static Map<String, String> options(Source source) {
    CsvOptions csv = CsvFormat.options(source);
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
