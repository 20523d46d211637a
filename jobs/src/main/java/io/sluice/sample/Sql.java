// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.pipeline.SqlName;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Types and comments as SQL has them. */
final class Sql {
  private Sql() {}

  /** A type as source.schema has it. */
  static String type(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields())
          .map(Sql::field)
          .collect(Collectors.joining(", ", "STRUCT<", ">"));
    } else if (type instanceof ArrayType array) {
      return "ARRAY<" + type(array.elementType()) + ">";
    } else if (type instanceof MapType map) {
      return "MAP<" + type(map.keyType()) + ", " + type(map.valueType()) + ">";
    }
    return type.sql();
  }

  private static String field(StructField field) {
    return SqlName.of(field.name())
        + ": "
        + type(field.dataType())
        + (field.nullable() ? "" : " NOT NULL");
  }

  /** A text that a comment may hold: on one line, and nothing that a variable is put in for. */
  static String comment(String text) {
    return io.sluice.text.Escaped.escaped(text.replace("\n", " ")).replace("${", "$ {");
  }
}
