// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_micros;

import io.sluice.record.EngineColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Packs raw records into one text each, so that the pass that writes what is published can set
 * those aside that need a closer look, among its rows, instead of reading the input twice.
 */
final class SetAsideCodec {
  private static final String LINE = "line";
  private static final String UNFIT = "unfit";
  private static final String FILE = "file";
  private static final String LANDED_AT = "landed_at";
  private static final String PASSED = "passed";

  /** By default a time would lose its microseconds. */
  private static final Map<String, String> EXACT =
      Map.of("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

  private final TypedRecords typed;
  private final StructType fields;

  SetAsideCodec(TypedRecords typed) {
    this.typed = typed;
    StructType numbered = new StructType();
    for (int index = 0; index < typed.raw().size(); index++) {
      numbered = numbered.add("c" + index, typed.rawSchema().fields()[index].dataType());
    }
    this.fields = numbered;
  }

  /** The columns that {@link #packed} needs, under their own names. */
  List<Column> needed() {
    List<Column> columns = new ArrayList<>(typed.raw());
    columns.add(col(EngineColumns.LINE));
    columns.add(col(EngineColumns.UNFIT));
    return columns;
  }

  /**
   * A record as one text.
   *
   * @param file the column that names the record's file
   * @param landedAt the column that says when it landed
   * @param passed whether the record itself passed
   */
  Column packed(Column file, Column landedAt, Column passed) {
    List<Column> columns = new ArrayList<>();
    for (Column raw : typed.raw()) {
      columns.add(raw.as(fields.fieldNames()[columns.size()]));
    }
    columns.add(col(EngineColumns.LINE).as(LINE));
    columns.add(col(EngineColumns.UNFIT).as(UNFIT));
    columns.add(file.as(FILE));
    columns.add(unix_micros(landedAt).as(LANDED_AT));
    columns.add(passed.as(PASSED));
    return to_json(struct(columns.toArray(Column[]::new)), EXACT);
  }

  /**
   * The raw records again. They are parsed outside of the query's plan: within it, each use of a
   * field would parse the text once more.
   */
  Dataset<Row> unpacked(Dataset<Row> rows, Column packed) {
    List<Column> columns = new ArrayList<>();
    for (String field : fields.fieldNames()) {
      columns.add(col(field).as(typed.rawSchema().fieldNames()[columns.size()]));
    }
    columns.add(col(LINE).as(EngineColumns.LINE));
    columns.add(col(UNFIT).as(EngineColumns.UNFIT));
    columns.add(col(FILE).as(EngineColumns.FILE));
    columns.add(timestamp_micros(col(LANDED_AT)).as(EngineColumns.LANDED_AT));
    StructType schema =
        fields
            .add(LINE, DataTypes.StringType)
            .add(UNFIT, DataTypes.IntegerType)
            .add(FILE, DataTypes.StringType)
            .add(LANDED_AT, DataTypes.LongType);
    return rows.sparkSession()
        .read()
        .schema(schema)
        .options(EXACT)
        .option("maxStringLen", String.valueOf(Integer.MAX_VALUE)) // as long as a field may be
        .json(rows.select(packed).as(Encoders.STRING()))
        .select(columns.toArray(Column[]::new));
  }

  /** The rows whose record itself passed. */
  Dataset<Row> passed(Dataset<Row> rows, Column packed) {
    return rows.where(get_json_object(packed, "$." + PASSED).equalTo("true"));
  }
}
