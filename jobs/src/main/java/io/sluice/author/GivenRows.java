// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.sluice.author.CaseTable.Line;
import io.sluice.author.CaseTable.Name;
import io.sluice.spark.NestedText;
import io.sluice.spark.TryCast;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows written by hand, typed as a relation's; columns that a case doesn't need may be left out and
 * are null.
 */
record GivenRows(CaseTable table, String relation, StructType schema) {
  /**
   * @throws io.sluice.problem.Problem INVALID, with file and line, where a column is none of the
   *     relation's, or a value doesn't fit its column
   */
  Dataset<Row> typed(SparkSession spark) {
    requireColumns();

    List<Row> rows =
        table.rows().stream().map(line -> RowFactory.create(line.values().toArray())).toList();
    Dataset<Row> given = spark.createDataFrame(rows, texts(table.names()));
    requireFits(given);
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      boolean named = table.names().contains(field.name());
      columns.add((named ? value(field) : lit(null).cast(type(field))).as(field.name()));
    }
    return given.select(columns.toArray(Column[]::new));
  }

  /** Columns of these names as text. */
  static StructType texts(List<String> names) {
    StructType texts = new StructType();
    for (String name : names) {
      texts = texts.add(name, DataTypes.StringType);
    }
    return texts;
  }

  private void requireColumns() {
    List<String> known = List.of(schema.fieldNames());
    for (Name column : table.columns()) {
      String name = column.text();
      if (!known.contains(name)) {
        String no = "%s has no column %s; its columns are %s";
        throw CaseTable.wrong(
            table.file(),
            column.line(),
            no.formatted(relation, Escaped.quoted(name), Suggestions.first(name, known)));
      }
    }
  }

  /** Spark's casts turn what they can't read into null, and round what they can't hold. */
  private void requireFits(Dataset<Row> given) {
    List<StructField> fields = table.names().stream().map(schema::apply).toList();
    List<Row> read =
        given.select(fields.stream().map(GivenRows::read).toArray(Column[]::new)).collectAsList();
    for (int i = 0; i < read.size(); i++) {
      Line line = table.rows().get(i);
      for (int j = 0; j < fields.size(); j++) {
        String text = line.values().get(j);
        if (text != null && !fits(fields.get(j), text, read.get(i).getString(j))) {
          String type = fields.get(j).name() + " is " + fields.get(j).dataType().sql();
          String why = "%s, and %s is none".formatted(type, Escaped.quoted(text));
          throw CaseTable.wrong(table.file(), line.number(), why);
        }
      }
    }
  }

  private static boolean fits(StructField field, String text, String read) {
    return NestedText.isNested(field.dataType()) ? NestedText.isWhole(text, read) : read != null;
  }

  /** Text of the value that was read; null where a number was not kept. */
  private static Column read(StructField field) {
    Column value = value(field);
    if (NestedText.isNested(field.dataType())) {
      return to_json(value).as(field.name());
    }
    Column text = value.cast("string");
    if (field.dataType() instanceof NumericType) {
      text = when(value.cast("double").equalTo(TryCast.of(raw(field), DataTypes.DoubleType)), text);
    }
    return text.as(field.name());
  }

  private static Column value(StructField field) {
    return NestedText.isNested(field.dataType())
        ? from_json(raw(field), field.dataType(), Map.of())
        : TryCast.of(raw(field), type(field));
  }

  private static Column raw(StructField field) {
    return col("`" + field.name() + "`");
  }

  /** Type of a column; one that is null in every row has none of its own. */
  private static DataType type(StructField field) {
    return field.dataType() instanceof NullType ? DataTypes.StringType : field.dataType();
  }
}
