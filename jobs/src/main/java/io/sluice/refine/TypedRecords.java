// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.FILE;
import static io.sluice.record.EngineColumns.LANDED_AT;
import static io.sluice.record.EngineColumns.LINE;
import static io.sluice.record.EngineColumns.UNFIT;
import static io.sluice.refine.Transformation.HASH;
import static org.apache.spark.sql.functions.col;

import io.sluice.pipeline.Source;
import io.sluice.record.RecordTyping;
import io.sluice.spark.InternalRows;
import io.sluice.spark.JavaFunction;
import io.sluice.spark.RowBytes;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Raw records beside their typed values. */
record TypedRecords(Source source, RecordTyping typing) {
  /** The whole raw record as {@link RowBytes}: one column, however many fields it has. */
  static final String RAW = "_raw";

  /**
   * True for a record that has its columns, fields that are text, its required values, and no value
   * of another type.
   */
  static final String FITS = "_fits";

  StructField[] fields() {
    return source.schema().fields();
  }

  /** Columns of {@code source} in SQL: the schema's, then where a record came from. */
  StructType schema() {
    StructType schema = new StructType();
    for (StructField field : fields()) {
      schema = schema.add(field.name(), field.dataType().asNullable(), true /* nullable */);
    }
    return schema.add(FILE, DataTypes.StringType).add(LANDED_AT, DataTypes.TimestampType);
  }

  /** Columns of raw records. */
  StructType rawSchema() {
    StructType schema = new StructType();
    for (StructField field : typing.rawFields()) {
      schema = schema.add(field);
    }
    return schema
        .add(LINE, DataTypes.StringType)
        .add(UNFIT, DataTypes.IntegerType)
        .add(FILE, DataTypes.StringType)
        .add(LANDED_AT, DataTypes.TimestampType);
  }

  /**
   * The typed columns under their names, their origin, what is wrong with the record as a whole,
   * then {@link #RAW}, {@link Transformation#HASH} and {@link #FITS}.
   */
  Dataset<Row> of(Dataset<Row> raw) {
    List<Column> batch = batch(raw);
    List<String> names = new ArrayList<>(List.of(rawSchema().fieldNames()));
    batch.forEach(column -> names.add(BATCH));
    Dataset<Row> ordered =
        names.equals(List.of(raw.columns()))
            ? raw
            : raw.select(names.stream().map(TypedRecords::named).toArray(Column[]::new));
    StructType schema =
        schema()
            .add(LINE, DataTypes.StringType)
            .add(UNFIT, DataTypes.IntegerType)
            .add(RAW, DataTypes.BinaryType)
            .add(HASH, DataTypes.LongType)
            .add(FITS, DataTypes.BooleanType);
    List<DataType> carried =
        batch.stream().map(column -> raw.schema().apply(BATCH).dataType()).toList();
    for (DataType type : carried) {
      schema = schema.add(BATCH, type);
    }
    return InternalRows.mapped(
        ordered,
        schema,
        new TypedRows(typing.fields(), new RecordHash(fields()), fields().length, raw(), carried));
  }

  /** What reads {@link #RAW}. */
  RowBytes raw() {
    return new RowBytes(rawSchema());
  }

  /** The column that names a row's batch, where rows come from several. */
  static List<Column> batch(Dataset<Row> rows) {
    return List.of(rows.columns()).contains(BATCH) ? List.of(col(BATCH)) : List.of();
  }

  /** A field's text. */
  Column text(StructField field) {
    return rawText("text", source.schema().fieldIndex(field.name()));
  }

  /** The record as quarantine keeps it. */
  Column text() {
    return rawText("record", 0);
  }

  private Column rawText(String method, int field) {
    RawText text = new RawText(typing.fields(), raw(), field);
    return JavaFunction.call(text, method, DataTypes.StringType, col(RAW));
  }

  /** The column of that very name, whatever signs it has. */
  static Column named(String column) {
    return col("`" + column + "`");
  }
}
