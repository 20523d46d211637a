// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import static io.sluice.pipeline.NumberSeparators.PLAIN;
import static org.apache.spark.sql.functions.translate;

import io.sluice.pipeline.Source;
import io.sluice.spark.DriverRows;
import io.sluice.spark.JavaFunction;
import io.sluice.spark.NamedColumns;
import io.sluice.spark.NestedText;
import io.sluice.spark.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Generated rows as they are in a file. */
public final class GeneratedText {
  private GeneratedText() {}

  /** Every column as the text that the source's own formats read back. */
  public static Dataset<Row> of(Dataset<Row> rows, Source source) {
    List<Column> texts = texts(rows.schema(), NamedColumns::named, source);
    return rows.select(texts.toArray(Column[]::new));
  }

  /** The same of rows that the driver has. */
  public static DriverRows of(DriverRows rows, Source source) {
    return rows.select(
        List.of(rows.schema().fieldNames()), texts(rows.schema(), rows::column, source));
  }

  private static List<Column> texts(
      StructType schema, Function<String, Column> column, Source source) {
    TimeText timestamps = TimeText.ofTimestamps(source.times());
    TimeText dates = TimeText.ofDates(source.times());
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Column value = column.apply(field.name());
      Column text = value.cast("string");
      if (NestedText.isNested(field.dataType())) {
        ValueText json =
            new ValueText(
                field.dataType(),
                micros -> timestamps.timestamp(micros).toString(),
                days -> dates.date((int) days).toString());
        text = json.of(value);
      } else if (field.dataType().equals(DataTypes.TimestampType)) {
        text = JavaFunction.call(timestamps, "timestamp", DataTypes.StringType, value);
      } else if (field.dataType().equals(DataTypes.DateType)) {
        text = JavaFunction.call(dates, "date", DataTypes.StringType, value);
      } else if (field.dataType() instanceof NumericType) {
        text = translate(text, PLAIN.decimal(), source.options().numbers().decimal());
      }
      columns.add(text.as(field.name()));
    }
    return columns;
  }
}
