// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.FieldText;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A time format whose fields are digits of fixed width, such as {@code yyyy-MM-dd HH:mm:ss}. It is
 * read byte by byte, a tenth of what a general formatter takes.
 */
final class FixedWidthTime implements TimeFormat {
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final String FIELDS = "yMdHms";
  private static final int[] WIDTHS = {4, 2, 2, 2, 2, 2};

  /** Per byte of the text the index of its field in {@link #FIELDS}, or -1 for a literal. */
  private final int[] fields;

  private final char[] pattern;

  private FixedWidthTime(char[] pattern, int[] fields) {
    this.pattern = pattern;
    this.fields = fields;
  }

  /** The format, unless the pattern has a field of another kind or width, or no whole date. */
  static Optional<FixedWidthTime> of(String pattern) {
    String plain = pattern.replace("'T'", "T");
    int[] fields = new int[plain.length()];
    int[] widths = new int[FIELDS.length()];
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      boolean literalT = c == 'T' && pattern.contains("'T'");
      fields[i] = FIELDS.indexOf(c);
      if (fields[i] >= 0) {
        widths[fields[i]]++;
      } else if (c > 127 || c == '\'' || (Character.isLetter(c) && !literalT) || c == '[') {
        return Optional.empty();
      }
    }
    for (int field = 0; field < widths.length; field++) {
      boolean optional = field >= 3;
      if (widths[field] != WIDTHS[field] && !(optional && widths[field] == 0)) {
        return Optional.empty();
      }
    }
    return Optional.of(new FixedWidthTime(plain.toCharArray(), fields));
  }

  @Override
  public long micros(UTF8String text, ZoneTimes zone) {
    long local = local(text);
    return local == NONE ? NONE : zone.micros(local);
  }

  @Override
  public long day(UTF8String text) {
    long local = local(text);
    return local == NONE ? NONE : Math.floorDiv(local, MICROS_PER_DAY);
  }

  @Override
  public String objection(UTF8String text, ZoneTimes zone, boolean hidden) {
    return zone.objection(local(text), zone.zone().getId(), hidden);
  }

  /** Microseconds since 1970 of the clocks that the text was taken from, or {@link #NONE}. */
  private long local(UTF8String text) {
    int start = FieldText.start(text);
    if (FieldText.end(text) - start != pattern.length) {
      return NONE;
    }
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    for (int i = 0; i < pattern.length; i++) {
      byte b = FieldText.at(text, start + i);
      if (fields[i] < 0) {
        if (b != pattern[i]) {
          return NONE;
        }
        continue;
      }
      if (!FieldText.isDigit(b)) {
        return NONE;
      }
      int digit = b - '0';
      switch (fields[i]) {
        case 0 -> year = year * 10 + digit;
        case 1 -> month = month * 10 + digit;
        case 2 -> day = day * 10 + digit;
        case 3 -> hour = hour * 10 + digit;
        case 4 -> minute = minute * 10 + digit;
        default -> second = second * 10 + digit;
      }
    }
    if (!TimeParser.isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) {
      return NONE;
    }
    long seconds =
        LocalDate.of(year, month, day).toEpochDay() * 86_400
            + hour * 3_600L
            + minute * 60L
            + second;
    return seconds * 1_000_000;
  }
}
