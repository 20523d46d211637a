// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.spark.ValueText;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.TimestampFormatter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/** Takes one column's values out of rows, and writes them as Spark's casts do. */
final class ValueTexts implements Serializable {
  private static final long serialVersionUID = 1;

  private enum Kind {
    BOOLEAN,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    TEXT,
    DATE,
    TIMESTAMP,
    NESTED
  }

  private final DataType type;
  private final Kind kind;
  private transient TimestampFormatter times;
  private transient ValueText parts;

  ValueTexts(DataType type) {
    this.type = type;
    this.kind = kind(type);
  }

  private static Kind kind(DataType type) {
    return switch (type.typeName()) {
      case "boolean" -> Kind.BOOLEAN;
      case "short" -> Kind.SHORT;
      case "integer" -> Kind.INT;
      case "long" -> Kind.LONG;
      case "float" -> Kind.FLOAT;
      case "double" -> Kind.DOUBLE;
      case "string" -> Kind.TEXT;
      case "date" -> Kind.DATE;
      case "timestamp" -> Kind.TIMESTAMP;
      default -> type instanceof DecimalType ? Kind.DECIMAL : Kind.NESTED;
    };
  }

  /** The value in a row that has one. */
  Object value(InternalRow row, int at) {
    return switch (kind) {
      case BOOLEAN -> row.getBoolean(at);
      case SHORT -> row.getShort(at);
      case INT, DATE -> row.getInt(at);
      case LONG, TIMESTAMP -> row.getLong(at);
      case FLOAT -> row.getFloat(at);
      case DOUBLE -> row.getDouble(at);
      case TEXT -> row.getUTF8String(at);
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        yield row.getDecimal(at, decimal.precision(), decimal.scale());
      }
      case NESTED -> row.get(at, type);
    };
  }

  UTF8String text(Object value) {
    return switch (kind) {
      case TEXT -> (UTF8String) value;
      case DECIMAL -> UTF8String.fromString(((Decimal) value).toJavaBigDecimal().toPlainString());
      case DATE -> UTF8String.fromString(date((Integer) value));
      case TIMESTAMP -> UTF8String.fromString(time((Long) value));
      case NESTED -> parts().text(value);
      case BOOLEAN, SHORT, INT, LONG, FLOAT, DOUBLE -> UTF8String.fromString(value.toString());
    };
  }

  private static String date(long day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  private String time(long micros) {
    if (times == null) {
      times = TimestampFormatter.getFractionFormatter(ZoneOffset.UTC);
    }
    return times.format(micros);
  }

  private ValueText parts() {
    if (parts == null) {
      parts = new ValueText(type, this::time, ValueTexts::date);
    }
    return parts;
  }
}
