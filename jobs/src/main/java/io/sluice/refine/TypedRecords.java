// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnull;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.record.RecordTyping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Raw records beside their typed values. */
final class TypedRecords {
  private static final int BITS = 64;
  private static final String RAW = "_raw_";

  private final StructField[] fields;
  private final RecordTyping typing;

  TypedRecords(Source source, RecordTyping typing) {
    this.fields = source.schema().fields();
    this.typing = typing;
  }

  RecordTyping typing() {
    return typing;
  }

  /** Columns of {@code source} in SQL: the schema's, then where a record came from. */
  StructType schema() {
    StructType schema = new StructType();
    for (StructField field : fields) {
      schema = schema.add(field.name(), field.dataType(), true /* nullable */);
    }
    return schema
        .add(EngineColumns.FILE, DataTypes.StringType)
        .add(EngineColumns.LANDED_AT, DataTypes.TimestampType);
  }

  /** Columns of raw records. */
  StructType rawSchema() {
    StructType schema = new StructType();
    for (StructField field : fields) {
      schema = schema.add(field.name(), typing.rawType(field));
    }
    return schema
        .add(EngineColumns.LINE, DataTypes.StringType)
        .add(EngineColumns.UNFIT, DataTypes.IntegerType)
        .add(EngineColumns.FILE, DataTypes.StringType)
        .add(EngineColumns.LANDED_AT, DataTypes.TimestampType);
  }

  /** The typed columns under their names, the raw ones as {@link #raw}, and their origin. */
  Dataset<Row> of(Dataset<Row> raw) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : fields) {
      columns.add(typing.value(field, raw.col(quoted(field))).as(field.name()));
      columns.add(raw.col(quoted(field)).as(RAW + field.name()));
    }
    columns.add(raw.col(EngineColumns.LINE));
    columns.add(raw.col(EngineColumns.UNFIT));
    columns.add(raw.col(EngineColumns.FILE));
    columns.add(raw.col(EngineColumns.LANDED_AT));
    batch(raw).ifPresent(columns::add);
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
    for (StructField field : fields) {
      columns.add(col(quoted(field)));
      nulls = nulls.bitwiseXOR(shiftleft(isnull(col(quoted(field))).cast("bigint"), bit));
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
  static Optional<Column> batch(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).contains(EngineColumns.BATCH)
        ? Optional.of(rows.col(EngineColumns.BATCH))
        : Optional.empty();
  }

  /** The raw values of a record, a column a field. */
  List<Column> raw() {
    return Arrays.stream(fields).map(TypedRecords::raw).toList();
  }

  /** A field's raw value. */
  static Column raw(StructField field) {
    return col("`" + RAW + field.name() + "`");
  }

  /** A field's text. */
  Column text(StructField field) {
    return typing.text(field, raw(field));
  }

  static String quoted(StructField field) {
    return "`" + field.name() + "`";
  }
}
