// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import io.sluice.text.Escaped;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A trial of a time pattern: it writes sample moments and has to read the same from each text, a
 * whole date among it.
 */
final class PatternTrial {
  static final String TIME_LETTERS = "HhKkmsSAnNaB";

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String TWICE_IN_ALTERNATIVES = "yuYMLDdwHhKkmsS";

  /** Morning and afternoon; one digit and two, days past 12; the ends of a year of weeks. */
  private static final List<LocalDateTime> SAMPLES =
      List.of(
          LocalDateTime.parse("2026-01-05T01:02:03.004005"),
          LocalDateTime.parse("2026-02-17T14:35:46.123456"),
          LocalDateTime.parse("2004-02-29T00:00:00"),
          LocalDateTime.parse("2024-12-31T23:59:59.999999"),
          LocalDateTime.parse("2012-11-10T12:00:30.5"),
          LocalDateTime.parse("2027-01-03T07:08:09"),
          LocalDateTime.parse("1987-10-30T12:34:56"));

  private static final int FIRST_OF_TWO_DIGIT_YEARS = 2000;

  private final TimePattern pattern;
  private final boolean needsTime;

  /**
   * @param needsTime whether the time of day matters, as in a TIMESTAMP
   */
  PatternTrial(TimePattern pattern, boolean needsTime) {
    this.pattern = pattern;
    this.needsTime = needsTime;
  }

  /** What is wrong, as the end of "a pattern, which …"; empty where nothing is. */
  Optional<String> fault() {
    DateTimeFormatter whole;
    try {
      whole = pattern.formatter();
    } catch (IllegalArgumentException e) {
      // Its end may be the pattern, with letters put in place of others.
      String why = e.getMessage().replaceFirst(": .{2,}$", "");
      return Optional.of("is no such pattern (" + Escaped.escaped(why) + ")");
    }
    Map<BitSet, TimePattern> variants = PatternVariants.of(pattern.parts());
    Map<BitSet, Fault> faulty = new LinkedHashMap<>();
    List<BitSet> fine = new ArrayList<>();
    variants.forEach(
        (sections, variant) -> {
          if (sections.cardinality() > 1 && isOfAlternatives(variant)) {
            return;
          }
          Optional<Fault> fault = fault(variant, whole);
          fault.ifPresentOrElse(f -> faulty.put(sections, f), () -> fine.add(sections));
        });
    return faulty.entrySet().stream()
        .filter(
            fault ->
                fault.getValue().misreads()
                    || fine.stream().noneMatch(more -> contains(more, fault.getKey())))
        .map(fault -> fault.getValue().text())
        .reduce((fewerSections, moreSections) -> moreSections);
  }

  /**
   * What a variant does wrong.
   *
   * @param misreads whether it gives another time. Otherwise it gives none, which is right for a
   *     text that lacks a section
   */
  private record Fault(String text, boolean misreads) {
    static Optional<Fault> unread(String text) {
      return Optional.of(new Fault(text, false));
    }
  }

  private Optional<Fault> fault(TimePattern variant, DateTimeFormatter whole) {
    boolean hasTime = needsTime && variant.has(TIME_LETTERS);
    DateTimeFormatter formatter = variant.formatter();
    for (LocalDateTime sample : samples(variant)) {
      String text = "";
      TemporalAccessor read;
      try {
        text = formatter.format(sample.atZone(UTC));
        if (formatter.parse(text).query(TemporalQueries.localDate()) == null) {
          return Fault.unread(lacks(variant));
        }
        read = whole.parse(text);
      } catch (DateTimeException e) {
        return Fault.unread("can't read what it writes itself: " + Escaped.quoted(text));
      }
      LocalTime time = read.query(TemporalQueries.localTime());
      if (hasTime && time == null) {
        return Fault.unread("gives no time of day");
      }
      LocalDate date = read.query(TemporalQueries.localDate());
      if (date == null
          || !expected(sample, variant, hasTime)
              .equals(date.atTime(hasTime ? time : LocalTime.MIDNIGHT))) {
        String misread = "reads %s as another time than that which it wrote, %s";
        return Optional.of(new Fault(misread.formatted(Escaped.quoted(text), sample), true));
      }
    }
    return Optional.empty();
  }

  /** The part of a sample that the pattern writes. */
  private static LocalDateTime expected(
      LocalDateTime sample, TimePattern variant, boolean hasTime) {
    if (!hasTime) {
      return sample.truncatedTo(ChronoUnit.DAYS);
    }
    if (variant.has("nN")) {
      return sample;
    }
    if (variant.has("A")) {
      return sample.truncatedTo(ChronoUnit.MILLIS);
    }
    int digits =
        variant.parts().stream()
            .filter(part -> part.letter() == 'S')
            .mapToInt(PatternPart::width)
            .max()
            .orElse(0);
    if (digits > 0) {
      int unit = (int) Math.pow(10, 9 - Math.min(9, digits));
      return sample.withNano(sample.get(ChronoField.NANO_OF_SECOND) / unit * unit);
    }
    ChronoUnit smallest = variant.has("m") ? ChronoUnit.MINUTES : ChronoUnit.HOURS;
    return sample.truncatedTo(variant.has("s") ? ChronoUnit.SECONDS : smallest);
  }

  private static List<LocalDateTime> samples(TimePattern variant) {
    boolean isShort =
        variant.parts().stream().anyMatch(part -> part.isAnyOf("yuY") && part.width() == 2);
    return SAMPLES.stream()
        .filter(sample -> !isShort || sample.getYear() >= FIRST_OF_TWO_DIGIT_YEARS)
        .toList();
  }

  /** True where two sections have the same field: one is there in place of the other. */
  private static boolean isOfAlternatives(TimePattern variant) {
    Set<Character> letters = new HashSet<>();
    return variant.parts().stream()
        .filter(part -> part.isAnyOf(TWICE_IN_ALTERNATIVES))
        .anyMatch(part -> !letters.add(part.letter()));
  }

  private static boolean contains(BitSet more, BitSet fewer) {
    BitSet rest = (BitSet) fewer.clone();
    rest.andNot(more);
    return rest.isEmpty();
  }

  private static String lacks(TimePattern dateless) {
    List<String> missing = new ArrayList<>();
    if (!dateless.has("yug") && !(dateless.has("Y") && dateless.has("w"))) {
      missing.add("no year");
    }
    if (!dateless.has("MLDwg")) {
      missing.add("no month");
    }
    if (!dateless.has("dDg") && !(dateless.has("w") && dateless.has("ecE"))) {
      missing.add("no day");
    }
    return "gives " + (missing.isEmpty() ? "no whole date" : String.join(" and ", missing));
  }
}
