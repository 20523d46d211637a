// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.Source;
import io.sluice.times.Times;
import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Text to the values of one type. A class with a branch for each type, and not one class a type:
 * thousands of fields are parsed in one loop, where Java inlines branches, but not calls to many
 * classes. Public because generated code calls it.
 */
public final class FieldParser implements Serializable {
  private static final long serialVersionUID = 1;

  private enum Kind {
    STRING,
    BOOLEAN,
    SHORT,
    INTEGER,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    DATE,
    TIMESTAMP
  }

  private final Kind kind;
  private final TextParser text = new TextParser();
  private final NumberParser number;
  private final SeparatedDigits digits;
  private final TimeParser time;

  private FieldParser(Kind kind, NumberParser number, SeparatedDigits digits, TimeParser time) {
    this.kind = kind;
    this.number = number;
    this.digits = digits;
    this.time = time;
  }

  /** A parser for a type of {@code source.schema} that has no parts. */
  public static FieldParser of(DataType type, Source source) {
    Kind kind = type instanceof DecimalType ? Kind.DECIMAL : kind(type);
    NumberParser number =
        type instanceof DecimalType decimal
            ? new NumberParser(decimal.precision(), decimal.scale())
            : new NumberParser(0, 0);
    Times times = source.times();
    TimeParser time =
        kind == Kind.DATE
            ? new TimeParser(times.dateFormats())
            : new TimeParser(times.timestampFormats(), times.zone(), times.ambiguous());
    return new FieldParser(kind, number, new SeparatedDigits(source.options().numbers()), time);
  }

  private static Kind kind(DataType type) {
    try {
      return Kind.valueOf(type.typeName().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no strict cast to " + type.sql(), e);
    }
  }

  /** The value as Spark has it in its rows, null where the text is blank or doesn't fit. */
  public Object parse(UTF8String value) {
    return switch (kind) {
      case STRING -> text.text(value);
      case BOOLEAN -> text.bool(value);
      case SHORT -> number.int16(digits.plain(value));
      case INTEGER -> number.int32(digits.plain(value));
      case LONG -> number.int64(digits.plain(value));
      case FLOAT -> number.float32(digits.plain(value));
      case DOUBLE -> number.float64(digits.plain(value));
      case DECIMAL -> number.decimal(digits.plain(value));
      case DATE -> time.date(value);
      case TIMESTAMP -> time.timestamp(value);
    };
  }

  /** The message about a text that doesn't fit. */
  public UTF8String fault(String column, boolean personal, String type, UTF8String value) {
    return switch (kind) {
      case DATE -> new TimeFaults(column, personal, time).date(value);
      case TIMESTAMP -> new TimeFaults(column, personal, time).timestamp(value);
      case SHORT, INTEGER, LONG -> fault(column, personal, type, /* decimals */ false, value);
      case FLOAT, DOUBLE, DECIMAL -> fault(column, personal, type, /* decimals */ true, value);
      case STRING, BOOLEAN -> FaultMessages.ofType(column, personal, type).fault(value);
    };
  }

  private UTF8String fault(
      String column, boolean personal, String type, boolean decimals, UTF8String value) {
    String described = type + digits.separators().described(decimals);
    return FaultMessages.ofType(column, personal, described).fault(value);
  }
}
