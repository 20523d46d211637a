// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes in the binary format of PostgreSQL's COPY, which grow at their end. A value is its length
 * and what the type's receive function takes in. See "Binary Format" of COPY in PostgreSQL's
 * manual, and numeric_recv in its numeric.c.
 */
final class CopyBuffer {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int GROUP_DIGITS = 4;
  private static final int GROUP = 10_000;
  private static final short NEGATIVE = 0x4000;

  /** With more digits behind the point, whole groups of them may not fit into a long. */
  private static final int MOST_SCALE = 16;

  private static final long[] POWERS_OF_TEN = powersOfTen();

  private byte[] bytes;
  private int size;

  CopyBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  /** What comes before all rows. */
  static byte[] header() {
    return new CopyBuffer(32).put(SIGNATURE).putInt(0).putInt(0).toByteArray();
  }

  /** What comes after all rows. */
  static byte[] trailer() {
    return new CopyBuffer(2).putShort(-1).toByteArray();
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  CopyBuffer startRow(int values) {
    return putShort(values);
  }

  CopyBuffer nullValue() {
    return putInt(-1);
  }

  CopyBuffer booleanValue(boolean value) {
    return putInt(1).put((byte) (value ? 1 : 0));
  }

  CopyBuffer shortValue(int value) {
    return putInt(Short.BYTES).putShort(value);
  }

  CopyBuffer intValue(int value) {
    return putInt(Integer.BYTES).putInt(value);
  }

  CopyBuffer longValue(long value) {
    return putInt(Long.BYTES).putLong(value);
  }

  CopyBuffer bytesValue(byte[] value) {
    return putInt(value.length).put(value);
  }

  /** Text in UTF-8 as a value of {@code jsonb}, which says its version first. */
  CopyBuffer jsonbValue(byte[] text) {
    return putInt(1 + text.length).put((byte) 1).put(text);
  }

  /**
   * A number of at most 18 digits.
   *
   * @param scale how many of its digits are behind the point
   */
  CopyBuffer numericValue(long unscaled, int scale) {
    if (scale > MOST_SCALE) {
      return numericValue(BigDecimal.valueOf(unscaled, scale));
    }
    long magnitude = Math.abs(unscaled);
    long fraction = magnitude % POWERS_OF_TEN[scale];
    int fractionGroups = groupsOf(scale);
    long whole = magnitude / POWERS_OF_TEN[scale];
    int wholeGroups = 1;
    while (wholeGroups * GROUP_DIGITS < POWERS_OF_TEN.length
        && whole >= POWERS_OF_TEN[wholeGroups * GROUP_DIGITS]) {
      wholeGroups++;
    }
    startNumeric(wholeGroups, fractionGroups, unscaled < 0, scale);
    for (int i = wholeGroups - 1; i >= 0; i--) {
      putShort((int) (whole / POWERS_OF_TEN[i * GROUP_DIGITS] % GROUP));
    }
    fraction *= POWERS_OF_TEN[fractionGroups * GROUP_DIGITS - scale];
    for (int i = fractionGroups - 1; i >= 0; i--) {
      putShort((int) (fraction / POWERS_OF_TEN[i * GROUP_DIGITS] % GROUP));
    }
    return this;
  }

  private void startNumeric(int wholeGroups, int fractionGroups, boolean isNegative, int scale) {
    int groups = wholeGroups + fractionGroups;
    putInt((4 + groups) * Short.BYTES);
    putShort(groups).putShort(wholeGroups - 1).putShort(isNegative ? NEGATIVE : 0).putShort(scale);
  }

  /**
   * A number of any length.
   *
   * @param value with a scale of 0 or more
   */
  CopyBuffer numericValue(BigDecimal value) {
    int fractionGroups = groupsOf(value.scale());
    BigInteger whole =
        value
            .unscaledValue()
            .abs()
            .multiply(BigInteger.TEN.pow(fractionGroups * GROUP_DIGITS - value.scale()));
    String digits = whole.toString();
    int groups = Math.max(groupsOf(digits.length()), fractionGroups + 1);
    digits = "0".repeat(groups * GROUP_DIGITS - digits.length()) + digits;
    startNumeric(groups - fractionGroups, fractionGroups, value.signum() < 0, value.scale());
    for (int from = 0; from < digits.length(); from += GROUP_DIGITS) {
      putShort(Integer.parseInt(digits, from, from + GROUP_DIGITS, 10));
    }
    return this;
  }

  private static int groupsOf(int digits) {
    return (digits + GROUP_DIGITS - 1) / GROUP_DIGITS;
  }

  private CopyBuffer put(byte value) {
    require(1);
    bytes[size++] = value;
    return this;
  }

  private CopyBuffer put(byte[] values) {
    require(values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
    return this;
  }

  private CopyBuffer putShort(int value) {
    require(Short.BYTES);
    bytes[size++] = (byte) (value >> 8);
    bytes[size++] = (byte) value;
    return this;
  }

  private CopyBuffer putInt(int value) {
    return putShort(value >> 16).putShort(value);
  }

  private CopyBuffer putLong(long value) {
    return putInt((int) (value >> 32)).putInt((int) value);
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  private static long[] powersOfTen() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }
}
