// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.sluice.author.CaseTable.Line;
import io.sluice.author.CaseTable.Name;
import io.sluice.spark.DriverRows;
import io.sluice.spark.NestedText;
import io.sluice.spark.TryCast;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
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
  DriverRows typed() {
    requireColumns();
    List<String> names = table.names();
    DriverRows given =
        DriverRows.ofTexts(names, table.rows().stream().map(CaseTable.Line::values).toList());
    requireFits(given);
    List<Column> values = new ArrayList<>();
    for (StructField field : schema.fields()) {
      values.add(names.contains(field.name()) ? value(given, field) : lit(null).cast(type(field)));
    }
    return given.select(List.of(schema.fieldNames()), values);
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
  private void requireFits(DriverRows given) {
    List<StructField> fields = table.names().stream().map(schema::apply).toList();
    List<InternalRow> read =
        given
            .select(table.names(), fields.stream().map(field -> read(given, field)).toList())
            .rows();
    for (int i = 0; i < read.size(); i++) {
      Line line = table.rows().get(i);
      for (int j = 0; j < fields.size(); j++) {
        String text = line.values().get(j);
        String value = read.get(i).isNullAt(j) ? null : read.get(i).getUTF8String(j).toString();
        if (text != null && !fits(fields.get(j), text, value)) {
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
  private static Column read(DriverRows given, StructField field) {
    Column value = value(given, field);
    if (NestedText.isNested(field.dataType())) {
      return to_json(value);
    }
    Column text = value.cast("string");
    return field.dataType() instanceof NumericType
        ? when(
            value.cast("double").equalTo(TryCast.of(raw(given, field), DataTypes.DoubleType)), text)
        : text;
  }

  private static Column value(DriverRows given, StructField field) {
    return NestedText.isNested(field.dataType())
        ? from_json(raw(given, field), field.dataType(), Map.of())
        : TryCast.of(raw(given, field), type(field));
  }

  private static Column raw(DriverRows given, StructField field) {
    return given.column(field.name());
  }

  /** Type of a column; one that is null in every row has none of its own. */
  private static DataType type(StructField field) {
    return field.dataType() instanceof NullType ? DataTypes.StringType : field.dataType();
  }
}
