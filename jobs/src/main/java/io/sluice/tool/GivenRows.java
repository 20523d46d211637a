package io.sluice.tool;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.sluice.problem.Problem;
import io.sluice.problem.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows written by hand, typed; columns that a case doesn't need may be left out and are null. */
final class GivenRows {
  private GivenRows() {}

  /**
   * @param name what to call the table in a message
   */
  static Dataset<Row> typed(SparkSession spark, String name, CsvTable table, StructType schema) {
    Set<String> known = Set.of(schema.fieldNames());
    StructType texts = new StructType();
    for (String column : table.columns()) {
      if (!known.contains(column)) {
        throw Problem.invalid(
            "Cannot read %s: it has no column %s; its columns are %s"
                .formatted(name, column, String.join(", ", schema.fieldNames())));
      }
      texts = texts.add(column, DataTypes.StringType);
    }
    List<Row> rows = table.rows().stream().map(row -> RowFactory.create(row.toArray())).toList();
    Dataset<Row> given = spark.createDataFrame(rows, texts);
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Column text = table.columns().contains(field.name()) ? text(field) : lit(null);
      columns.add(text.cast(field.dataType()).as(field.name()));
    }
    requireFits(name, given, schema);
    return given.select(columns.toArray(Column[]::new));
  }

  /** Spark's casts turn what they can't read into null, and round what they can't hold. */
  private static void requireFits(String name, Dataset<Row> given, StructType schema) {
    List<Column> misfits = new ArrayList<>();
    for (String column : given.columns()) {
      StructField field = schema.apply(column);
      Column value = text(field).cast(field.dataType());
      Column fits = value.isNotNull();
      if (field.dataType() instanceof NumericType) {
        fits = fits.and(value.cast("double").equalTo(text(field).cast("double")));
      }
      misfits.add(when(not(fits), text(field)).as(column));
    }
    for (Row row : given.select(misfits.toArray(Column[]::new)).collectAsList()) {
      for (int i = 0; i < row.size(); i++) {
        if (!row.isNullAt(i)) {
          StructField field = schema.apply(given.columns()[i]);
          throw Problem.invalid(
              "Cannot read %s: %s is %s, and %s is none"
                  .formatted(
                      name, field.name(), field.dataType().sql(), Shown.quoted(row.getString(i))));
        }
      }
    }
  }

  private static Column text(StructField field) {
    return col("`" + field.name() + "`");
  }
}
