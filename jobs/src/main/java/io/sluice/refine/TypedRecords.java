// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.FILE;
import static io.sluice.record.EngineColumns.LANDED_AT;
import static io.sluice.record.EngineColumns.LINE;
import static io.sluice.record.EngineColumns.UNFIT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnull;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.pipeline.Source;
import io.sluice.record.RecordTyping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Raw records beside their typed values. */
record TypedRecords(Source source, RecordTyping typing) {
  private static final int BITS = 64;
  private static final String RAW = "_raw_";

  StructField[] fields() {
    return source.schema().fields();
  }

  /** Columns of {@code source} in SQL: the schema's, then where a record came from. */
  StructType schema() {
    StructType schema = new StructType();
    for (StructField field : fields()) {
      schema = schema.add(field.name(), field.dataType(), true /* nullable */);
    }
    return schema.add(FILE, DataTypes.StringType).add(LANDED_AT, DataTypes.TimestampType);
  }

  /** Columns of raw records. */
  StructType rawSchema() {
    StructType schema = new StructType();
    for (StructField field : fields()) {
      schema = schema.add(field.name(), typing.rawType(field));
    }
    return schema
        .add(LINE, DataTypes.StringType)
        .add(UNFIT, DataTypes.IntegerType)
        .add(FILE, DataTypes.StringType)
        .add(LANDED_AT, DataTypes.TimestampType);
  }

  /** The typed columns under their names, the raw ones as {@link #raw}, and their origin. */
  Dataset<Row> of(Dataset<Row> raw) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : fields()) {
      columns.add(typing.value(field, named(field.name())).as(field.name()));
      columns.add(named(field.name()).as(RAW + field.name()));
    }
    columns.addAll(List.of(col(LINE), col(UNFIT), col(FILE), col(LANDED_AT)));
    columns.addAll(batch(raw));
    return raw.select(columns.toArray(Column[]::new));
  }

  /**
   * The hash of a typed record. Spark's hash passes over nulls, so that values which moved to
   * another column would hash alike; which columns are null is hashed as well.
   */
  Column hash() {
    List<Column> columns = new ArrayList<>();
    Column nulls = lit(0L);
    int bit = 0;
    for (StructField field : fields()) {
      columns.add(named(field.name()));
      nulls = nulls.bitwiseXOR(shiftleft(isnull(named(field.name())).cast("bigint"), bit));
      if (++bit == BITS) {
        columns.add(nulls);
        nulls = lit(0L);
        bit = 0;
      }
    }
    columns.add(nulls);
    return xxhash64(columns.toArray(Column[]::new));
  }

  /** The column that names a row's batch, where rows come from several. */
  static List<Column> batch(Dataset<Row> rows) {
    return List.of(rows.columns()).contains(BATCH) ? List.of(col(BATCH)) : List.of();
  }

  /** The raw values of a record, a column a field. */
  List<Column> raw() {
    return Arrays.stream(fields()).map(TypedRecords::raw).toList();
  }

  /** A field's raw value. */
  static Column raw(StructField field) {
    return named(RAW + field.name());
  }

  /** A field's text. */
  Column text(StructField field) {
    return typing.text(field, raw(field));
  }

  /** The column of that very name, whatever signs it has. */
  static Column named(String column) {
    return col("`" + column + "`");
  }
}
