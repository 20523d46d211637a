// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldFault;
import io.sluice.record.FieldFaults;
import io.sluice.record.FieldText;
import io.sluice.refine.FaultMessages;
import io.sluice.refine.FieldParser;
import java.math.BigDecimal;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads values without parts. Of a string, a number, {@code true} and {@code false} the text
 * counts, as in any other format: {@code "12.50"} and {@code 12.50} are the same.
 */
final class LeafReader extends ValueReader {
  private static final long serialVersionUID = 1;
  private static final UTF8String SMALL_E = UTF8String.fromString("e");
  private static final UTF8String LARGE_E = UTF8String.fromString("E");

  /** Of a DECIMAL, on each side of the point. */
  private static final int MAX_DIGITS = 38;

  private final FieldParser parser;
  private final String type;
  private final boolean isBoolean;
  private final boolean isDecimal;
  private final FieldFaults limits;

  LeafReader(DataType type, Source source) {
    this.parser = FieldParser.of(type, source);
    this.type = type.sql();
    this.isBoolean = type.equals(DataTypes.BooleanType);
    this.isDecimal = type instanceof DecimalType;
    this.limits = new FieldFaults(source.maxFieldLength());
  }

  @Override
  Object read(JsonCursor cursor, ReadValues found) {
    int next = cursor.peek();
    if (next == '"') {
      cursor.string();
      return ofString(cursor, found);
    } else if (next == '{' || next == '[') {
      int from = cursor.position();
      cursor.skip();
      misfit(cursor.from(from), found);
      return null;
    }
    cursor.scalar();
    if (next == 'n') {
      return null;
    } else if (isBoolean && (next == 't' || next == 'f')) {
      return next == 't';
    }
    UTF8String text = isDecimal ? plain(cursor.token().text()) : cursor.token().text();
    return text.numBytes() <= limits.maxLength()
        ? typed(text, found)
        : unfit(text, limits.faults(text), found);
  }

  /** Programs write a number with an exponent as they like: {@code 1e-05} is 0.00001. */
  private static UTF8String plain(UTF8String number) {
    if (!number.contains(SMALL_E) && !number.contains(LARGE_E)) {
      return number;
    }
    try {
      BigDecimal value = new BigDecimal(number.toString());
      boolean isPlain = Math.abs((long) value.scale()) <= MAX_DIGITS;
      return isPlain ? UTF8String.fromString(value.toPlainString()) : number;
    } catch (NumberFormatException e) {
      return number; // its exponent is larger than any
    }
  }

  /** The value of the string that was read last. */
  Object ofString(JsonCursor cursor, ReadValues found) {
    UTF8String text = cursor.token().text();
    if (cursor.token().isPlain() && text.numBytes() <= limits.maxLength()) {
      return typed(text, found);
    }
    int faults = limits.faults(text);
    if (cursor.token().isBroken()) {
      faults |= FieldFaults.Fault.INVALID_UTF8.bit;
    }
    return faults == FieldFaults.FIT ? typed(text, found) : unfit(text, faults, found);
  }

  private Object typed(UTF8String text, ReadValues found) {
    Object value = parser.parse(text);
    if (value == null && FieldText.start(text) < text.numBytes()) {
      misfit(text, found);
    }
    return value;
  }

  private Object unfit(UTF8String text, int faults, ReadValues found) {
    for (FieldFaults.Fault fault : FieldFaults.Fault.values()) {
      if ((faults & fault.bit) != 0) {
        found.fault(
            (path, personal) ->
                new FieldFault(
                    fault.name().toLowerCase(Locale.ROOT),
                    path,
                    FaultMessages.ofField(path, personal, fault, limits.maxLength()).fault(text)));
      }
    }
    return null;
  }

  private void misfit(UTF8String text, ReadValues found) {
    found.fault(
        (path, personal) -> FieldFault.misfit(path, parser.fault(path, personal, type, text)));
  }

  @Override
  void lookThrough(JsonCursor cursor, String path, UnknownFields unknown) {
    cursor.skip();
  }
}
