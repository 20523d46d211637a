// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.List;
import java.util.Locale;

/**
 * A pattern of java.time's DateTimeFormatter, regardless of the machine's locale: names of months
 * and days are English, and weeks those of ISO 8601, which begin on Monday.
 */
public record TimePattern(String text) {
  private static final int LONGEST_YEAR = 19;
  private static final int FIRST_OF_TWO_DIGIT_YEARS = 2000;

  /**
   * A formatter that takes every field in its full width and only with values that the calendar
   * has.
   *
   * @throws IllegalArgumentException where this is no pattern
   */
  public DateTimeFormatter formatter() {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseStrict();
    StringBuilder plain = new StringBuilder();
    for (PatternPart part : parts()) {
      switch (part.letter()) {
        // The year of an era, for which strict parsing would ask, too; u is the year.
        case 'y' -> plain.append("u".repeat(part.width()));
        case 'Y', 'w', 'e', 'c' -> {
          builder.appendPattern(plain.toString());
          plain.setLength(0);
          appendWeekField(builder, part);
        }
        default -> plain.append(part.text());
      }
    }
    return builder
        .appendPattern(plain.toString())
        .toFormatter(Locale.ENGLISH)
        .withChronology(IsoChronology.INSTANCE)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Whether values have fields of that kind, by the letters of patterns. */
  public boolean has(String letters) {
    return parts().stream().anyMatch(part -> part.isField() && part.isAnyOf(letters));
  }

  List<PatternPart> parts() {
    return PatternPart.of(text);
  }

  /** The pattern's own letters would mean the weeks of the locale. */
  private static void appendWeekField(DateTimeFormatterBuilder builder, PatternPart part) {
    switch (part.letter()) {
      case 'Y' -> appendYear(builder, part.width());
      case 'w' -> appendNumber(builder, IsoFields.WEEK_OF_WEEK_BASED_YEAR, part, 2);
      default -> {
        if (part.width() < 3) {
          appendNumber(builder, ChronoField.DAY_OF_WEEK, part, part.letter() == 'e' ? 2 : 1);
        } else {
          builder.appendPattern("E".repeat(part.width()));
        }
      }
    }
  }

  private static void appendYear(DateTimeFormatterBuilder builder, int width) {
    if (width == 2) {
      builder.appendValueReduced(IsoFields.WEEK_BASED_YEAR, 2, 2, FIRST_OF_TWO_DIGIT_YEARS);
    } else {
      SignStyle sign = width < 4 ? SignStyle.NORMAL : SignStyle.EXCEEDS_PAD;
      builder.appendValue(IsoFields.WEEK_BASED_YEAR, width, LONGEST_YEAR, sign);
    }
  }

  private static void appendNumber(
      DateTimeFormatterBuilder builder, TemporalField field, PatternPart part, int mostWidth) {
    if (part.width() > mostWidth) {
      throw new IllegalArgumentException("Too many pattern letters: " + part.letter());
    }
    int most = field == IsoFields.WEEK_OF_WEEK_BASED_YEAR ? 2 : part.width();
    builder.appendValue(field, part.width(), most, SignStyle.NOT_NEGATIVE);
  }
}
