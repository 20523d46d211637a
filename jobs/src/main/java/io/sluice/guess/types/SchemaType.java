// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.pipeline.SqlName;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Types as {@code source.schema} has them. */
public final class SchemaType {
  private SchemaType() {}

  /** Text such as {@code STRUCT<id: BIGINT, tags: ARRAY<STRING>>}. */
  public static String of(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields())
          .map(SchemaType::field)
          .collect(Collectors.joining(", ", "STRUCT<", ">"));
    } else if (type instanceof ArrayType array) {
      return "ARRAY<" + of(array.elementType()) + ">";
    } else if (type instanceof MapType map) {
      return "MAP<" + of(map.keyType()) + ", " + of(map.valueType()) + ">";
    }
    return type.sql();
  }

  private static String field(StructField field) {
    return SqlName.of(field.name())
        + ": "
        + of(field.dataType())
        + (field.nullable() ? "" : " NOT NULL");
  }
}
