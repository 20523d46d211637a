// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** Bytes in the text format of PostgreSQL's COPY, which grow at their end. */
final class CopyBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final long MICROS_OF_A_SECOND = 1_000_000L;
  private static final long MICROS_OF_A_DAY = 86_400 * MICROS_OF_A_SECOND;

  private byte[] bytes;
  private int size;

  CopyBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  CopyBuffer put(char ascii) {
    require(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  CopyBuffer put(String ascii) {
    require(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[size++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /** Text in UTF-8; what COPY would take for its own signs is escaped. */
  CopyBuffer putEscaped(byte[] text) {
    require(2 * text.length);
    for (byte each : text) {
      char escape = escape(each);
      if (escape != 0) {
        bytes[size++] = '\\';
        bytes[size++] = (byte) escape;
      } else {
        bytes[size++] = each;
      }
    }
    return this;
  }

  private static char escape(byte sign) {
    return switch (sign) {
      case '\\' -> '\\';
      case '\t' -> 't';
      case '\n' -> 'n';
      case '\r' -> 'r';
      default -> 0;
    };
  }

  CopyBuffer putHex(byte[] binary) {
    put("\\\\x").require(2 * binary.length);
    for (byte each : binary) {
      bytes[size++] = HEX[each >> 4 & 0xF];
      bytes[size++] = HEX[each & 0xF];
    }
    return this;
  }

  /**
   * A number of which the last {@code scale} digits stand behind the point.
   *
   * @param scale 0 or more
   */
  CopyBuffer putDecimal(long unscaled, int scale) {
    if (unscaled < 0) {
      put('-');
    }
    int digits = Math.max(digits(unscaled), scale + 1);
    require(digits + 1);
    int end = size + digits + (scale > 0 ? 1 : 0);
    long rest = unscaled;
    for (int i = 0, at = end; i < digits; i++) {
      if (i == scale && scale > 0) {
        bytes[--at] = '.';
      }
      bytes[--at] = (byte) ('0' + Math.abs(rest % 10)); // the least long has no absolute value
      rest /= 10;
    }
    size = end;
    return this;
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /**
   * A day as ISO 8601 writes it; years before 1 as PostgreSQL counts them.
   *
   * @param day days since 1970-01-01
   */
  CopyBuffer putDate(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    putYearAndDay(date);
    return putEra(date);
  }

  /**
   * A time to the microsecond.
   *
   * @param micros microseconds since 1970-01-01T00:00:00
   * @param zone what stands behind it
   */
  CopyBuffer putTimestamp(long micros, String zone) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_OF_A_DAY));
    long ofDay = Math.floorMod(micros, MICROS_OF_A_DAY);
    long second = ofDay / MICROS_OF_A_SECOND;
    putYearAndDay(date);
    put(' ').putPadded(second / 3600, 2);
    put(':').putPadded(second / 60 % 60, 2);
    put(':').putPadded(second % 60, 2);
    put('.').putPadded(ofDay % MICROS_OF_A_SECOND, 6);
    put(zone);
    return putEra(date);
  }

  private void putYearAndDay(LocalDate date) {
    int year = date.getYear();
    putPadded(year > 0 ? year : 1 - year, 4);
    put('-').putPadded(date.getMonthValue(), 2);
    put('-').putPadded(date.getDayOfMonth(), 2);
  }

  private CopyBuffer putEra(LocalDate date) {
    return date.getYear() > 0 ? this : put(" BC");
  }

  private void putPadded(long number, int width) {
    for (int missing = width - digits(number); missing > 0; missing--) {
      put('0');
    }
    putDecimal(number, 0);
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
