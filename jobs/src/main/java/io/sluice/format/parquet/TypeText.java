// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import java.util.Locale;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Names of Parquet's types for messages: SQL's where there is one, else the format's own. */
final class TypeText {
  private TypeText() {}

  static String of(Type type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (type.isRepetition(Type.Repetition.REPEATED)
        || annotation instanceof ListLogicalTypeAnnotation) {
      return "ARRAY";
    } else if (!type.isPrimitive()) {
      return annotation instanceof MapLogicalTypeAnnotation ? "MAP" : "STRUCT";
    } else if (annotation instanceof IntLogicalTypeAnnotation integer) {
      return integer.isSigned()
          ? signed(integer.getBitWidth())
          : "an unsigned integer of %d bits".formatted(integer.getBitWidth());
    } else if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return "DECIMAL(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
    } else if (annotation instanceof StringLogicalTypeAnnotation) {
      return "STRING";
    } else if (annotation instanceof DateLogicalTypeAnnotation) {
      return "DATE";
    } else if (annotation instanceof TimestampLogicalTypeAnnotation time) {
      return "TIMESTAMP of " + time.getUnit().name().toLowerCase(Locale.ROOT);
    }
    return physical(type.asPrimitiveType())
        + (annotation == null ? "" : " (%s)".formatted(annotation));
  }

  private static String signed(int bits) {
    return switch (bits) {
      case 8 -> "TINYINT";
      case 16 -> "SMALLINT";
      case 32 -> "INT";
      default -> "BIGINT";
    };
  }

  private static String physical(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> "BOOLEAN";
      case INT32 -> "INT";
      case INT64 -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case INT96 -> "TIMESTAMP (INT96)";
      case BINARY -> "BINARY";
      case FIXED_LEN_BYTE_ARRAY -> "BINARY of %d bytes".formatted(type.getTypeLength());
    };
  }
}
