// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.FieldText;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Text to numbers, strictly: an optional sign, digits, for decimals a point with digits on both
 * sides. No grouping, no currency, no letters but an exponent for floating point; what does not fit
 * the type exactly is null, never rounded, never overflowed. Public because generated code calls
 * it.
 *
 * @param precision of decimals; of no matter for integers and floating point, as the scale is
 */
public record NumberParser(int precision, int scale) implements Serializable {
  private static final Pattern FLOATING =
      Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");
  private static final Pattern NOT_ZERO = Pattern.compile("[^eE]*[1-9]");
  private static final int MAX_LONG_DIGITS = 18;

  public Short int16(UTF8String text) {
    Long value = int64(text);
    return value == null || value != value.shortValue() ? null : Short.valueOf(value.shortValue());
  }

  public Integer int32(UTF8String text) {
    Long value = int64(text);
    return value == null || value != value.intValue() ? null : Integer.valueOf(value.intValue());
  }

  public Long int64(UTF8String text) {
    int end = FieldText.end(text);
    int start = FieldText.start(text);
    if (start >= end) {
      return null;
    }
    boolean negative = FieldText.at(text, start) == '-';
    int first = negative || FieldText.at(text, start) == '+' ? start + 1 : start;
    if (first == end) {
      return null;
    }
    long value = 0; // kept negative: Long.MIN_VALUE has no positive twin
    for (int i = first; i < end; i++) {
      byte b = FieldText.at(text, i);
      if (!FieldText.isDigit(b)) {
        return null;
      }
      int digit = b - '0';
      if (value < (Long.MIN_VALUE + digit) / 10) {
        return null;
      }
      value = value * 10 - digit;
    }
    if (negative) {
      return value;
    }
    return value == Long.MIN_VALUE ? null : Long.valueOf(-value);
  }

  public Decimal decimal(UTF8String text) {
    int end = FieldText.end(text);
    int start = FieldText.start(text);
    if (start >= end) {
      return null;
    }
    boolean negative = FieldText.at(text, start) == '-';
    int first = negative || FieldText.at(text, start) == '+' ? start + 1 : start;
    int point = end;
    int leadingZeros = 0;
    for (int i = first; i < end; i++) {
      byte b = FieldText.at(text, i);
      if (b == '.' && point == end) {
        point = i;
      } else if (!FieldText.isDigit(b)) {
        return null;
      } else if (b == '0' && i == first + leadingZeros && point == end) {
        leadingZeros++;
      }
    }
    int integerDigits = point - first;
    int fractionDigits = point == end ? 0 : end - point - 1;
    boolean wellFormed = integerDigits > 0 && (point == end || fractionDigits > 0);
    if (!wellFormed || fractionDigits > scale || integerDigits - leadingZeros > precision - scale) {
      return null;
    }
    if (precision > MAX_LONG_DIGITS) {
      String digits = UTF8String.fromBytes(text.getBytes(), start, end - start).toString();
      return Decimal.apply(new BigDecimal(digits), precision, scale);
    }
    long unscaled = 0;
    for (int i = first; i < end; i++) {
      if (i != point) {
        unscaled = unscaled * 10 + (FieldText.at(text, i) - '0');
      }
    }
    for (int i = fractionDigits; i < scale; i++) {
      unscaled *= 10;
    }
    return Decimal.createUnsafe(negative ? -unscaled : unscaled, precision, scale);
  }

  public Float float32(UTF8String text) {
    Double value = float64(text);
    if (value == null) {
      return null;
    }
    float rounded = value.floatValue();
    return Float.isInfinite(rounded) || (rounded == 0 && value != 0)
        ? null
        : Float.valueOf(rounded);
  }

  /** The nearest value of the type, unless that is zero or infinite and the text is neither. */
  public Double float64(UTF8String text) {
    String digits = FieldText.stripped(text);
    if (!FLOATING.matcher(digits).matches()) {
      return null;
    }
    double value = Double.parseDouble(digits);
    boolean vanishes = value == 0 && NOT_ZERO.matcher(digits).lookingAt();
    return Double.isInfinite(value) || vanishes ? null : Double.valueOf(value);
  }
}
