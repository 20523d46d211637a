// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_micros;

import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Raw records packed into one text each, so that the pass that writes what is published can put
 * those that need a closer look aside, among its rows, instead of reading the input twice.
 */
final class SetAsideCodec {
  private static final String LINE = "line";
  private static final String UNFIT = "unfit";
  private static final String FILE = "file";
  private static final String LANDED_AT = "landed_at";
  private static final String PASSED = "passed";

  private final StructField[] fields;

  SetAsideCodec(Source source) {
    this.fields = source.schema().fields();
  }

  /** The columns that {@link #packed} needs, under their own names. */
  List<Column> needed() {
    List<Column> columns = new ArrayList<>();
    for (StructField field : fields) {
      columns.add(col("`" + TypedRecords.text(field) + "`"));
    }
    columns.add(col(EngineColumns.LINE));
    columns.add(col(EngineColumns.UNFIT));
    return columns;
  }

  /**
   * @param file the column that names the record's file
   * @param landedAt the column that says when it landed
   * @param passed whether the record itself passed
   */
  Column packed(Column file, Column landedAt, Column passed) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      columns.add(col("`" + TypedRecords.text(fields[i]) + "`").as("c" + i));
    }
    columns.add(col(EngineColumns.LINE).as(LINE));
    columns.add(col(EngineColumns.UNFIT).as(UNFIT));
    columns.add(file.as(FILE));
    columns.add(unix_micros(landedAt).as(LANDED_AT));
    columns.add(passed.as(PASSED));
    return to_json(struct(columns.toArray(Column[]::new)));
  }

  /**
   * The raw records again. They are parsed outside of the query's plan: within it, each use of a
   * field would parse the text once more.
   */
  Dataset<Row> unpacked(Dataset<Row> rows, Column packed) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      columns.add(col("c" + i).as(fields[i].name()));
    }
    columns.add(col(LINE).as(EngineColumns.LINE));
    columns.add(col(UNFIT).as(EngineColumns.UNFIT));
    columns.add(col(FILE).as(EngineColumns.FILE));
    columns.add(timestamp_micros(col(LANDED_AT)).as(EngineColumns.LANDED_AT));
    return rows.sparkSession()
        .read()
        .schema(schema())
        .option("maxStringLen", String.valueOf(Integer.MAX_VALUE)) // as long as a field may be
        .json(rows.select(packed).as(Encoders.STRING()))
        .select(columns.toArray(Column[]::new));
  }

  /** Those rows whose record itself passed. */
  Dataset<Row> passed(Dataset<Row> rows, Column packed) {
    return rows.where(get_json_object(packed, "$." + PASSED).equalTo("true"));
  }

  private StructType schema() {
    StructType schema = new StructType();
    for (int i = 0; i < fields.length; i++) {
      schema = schema.add("c" + i, DataTypes.StringType);
    }
    return schema
        .add(LINE, DataTypes.StringType)
        .add(UNFIT, DataTypes.IntegerType)
        .add(FILE, DataTypes.StringType)
        .add(LANDED_AT, DataTypes.LongType)
        .add(PASSED, DataTypes.BooleanType);
  }
}
