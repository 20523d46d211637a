// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;

import io.sluice.spark.NestedText;
import io.sluice.targets.NestedJson;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/** Rows in the text format of PostgreSQL's COPY, a line each; Spark's tasks write it. */
final class CopyText {
  private static final String NULL = "\\N";

  private CopyText() {}

  static Dataset<String> of(Dataset<Row> rows) {
    Column[] values =
        Arrays.stream(rows.schema().fields())
            .map(field -> coalesce(text(field), lit(NULL)))
            .toArray(Column[]::new);
    return rows.select(concat(concat_ws("\t", values), lit("\n"))).as(Encoders.STRING());
  }

  private static Column text(StructField field) {
    Column value = col("`" + field.name() + "`");
    DataType type = field.dataType();
    if (type instanceof StringType) {
      return escaped(value);
    } else if (NestedText.isNested(type)) {
      return escaped(NestedJson.of(value));
    } else if (type instanceof BinaryType) {
      return concat(lit("\\\\x"), hex(value));
    } else if (type instanceof TimestampType) {
      return concat(value.cast("string"), lit("+00")); // sessions are in UTC
    }
    return value.cast("string");
  }

  private static Column escaped(Column text) {
    Column escaped = replace(text, lit("\\"), lit("\\\\"));
    escaped = replace(escaped, lit("\t"), lit("\\t"));
    escaped = replace(escaped, lit("\n"), lit("\\n"));
    return replace(escaped, lit("\r"), lit("\\r"));
  }
}
