// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.FILE;
import static io.sluice.record.EngineColumns.LANDED_AT;
import static io.sluice.record.EngineColumns.LINE;
import static io.sluice.record.EngineColumns.UNFIT;
import static io.sluice.refine.Transformation.HASH;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;

import io.sluice.pipeline.Source;
import io.sluice.record.RecordTyping;
import io.sluice.spark.InternalRows;
import io.sluice.spark.JavaFunction;
import io.sluice.spark.RowBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Raw records beside their typed values. */
record TypedRecords(Source source, RecordTyping typing) {
  /** The raw fields and the line as {@link RowBytes}: one column, however many there are. */
  static final String RAW = "_raw";

  /**
   * True for a record that has its columns, fields that are text, its required values, and no value
   * of another type.
   */
  static final String FITS = "_fits";

  /** Number of the record, which no other has. */
  static final String RECORD = "_record";

  StructField[] fields() {
    return source.schema().fields();
  }

  /** Columns of {@code source} in SQL: the schema's, then where a record came from. */
  StructType schema() {
    List<StructField> columns = new ArrayList<>();
    for (StructField field : fields()) {
      columns.add(column(field.name(), field.dataType().asNullable()));
    }
    columns.add(column(FILE, DataTypes.StringType));
    columns.add(column(LANDED_AT, DataTypes.TimestampType));
    return DataTypes.createStructType(columns);
  }

  /** Columns of raw records. */
  StructType rawSchema() {
    List<StructField> columns = new ArrayList<>(typing.rawFields());
    columns.add(column(LINE, DataTypes.StringType));
    columns.add(column(UNFIT, DataTypes.IntegerType));
    columns.add(column(FILE, DataTypes.StringType));
    columns.add(column(LANDED_AT, DataTypes.TimestampType));
    return DataTypes.createStructType(columns);
  }

  private static StructField column(String name, DataType type) {
    return DataTypes.createStructField(name, type, true /* nullable */);
  }

  /**
   * The typed columns under their names, their origin, what is wrong with the record as a whole,
   * {@link #RAW}, {@link Transformation#HASH}, {@link #FITS} and {@link #RECORD}; then the further
   * columns that raw rows may have.
   */
  Dataset<Row> of(Dataset<Row> raw) {
    List<String> names = new ArrayList<>(List.of(rawSchema().fieldNames()));
    Set<String> own = new HashSet<>(names);
    List<StructField> carried =
        Arrays.stream(raw.schema().fields()).filter(field -> !own.contains(field.name())).toList();
    carried.forEach(field -> names.add(field.name()));
    Dataset<Row> ordered = names.equals(List.of(raw.columns())) ? raw : raw.select(named(names));
    StructType schema =
        schema()
            .add(LINE, DataTypes.StringType)
            .add(UNFIT, DataTypes.IntegerType)
            .add(RAW, DataTypes.BinaryType)
            .add(HASH, DataTypes.LongType)
            .add(FITS, DataTypes.BooleanType)
            .add(RECORD, DataTypes.LongType);
    for (StructField field : carried) {
      schema = schema.add(field);
    }
    List<DataType> types = carried.stream().map(StructField::dataType).toList();
    return InternalRows.mapped(
        ordered,
        schema,
        new TypedRows(typing.fields(), new RecordHash(fields()), fields().length, raw(), types));
  }

  /** What reads {@link #RAW}. */
  RowBytes raw() {
    StructType schema = rawSchema();
    int line = schema.fieldIndex(LINE);
    return new RowBytes(new StructType(Arrays.copyOf(schema.fields(), line + 1)));
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
}
