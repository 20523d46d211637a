// SPDX-License-Identifier: Apache-2.0
package io.sluice.column;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one text writes a date or a time, as patterns. Whether it is one that the calendar has is not
 * for this to say.
 *
 * @param dayFirst the pattern, where day and month can't be told apart, with the day first
 * @param monthFirst with the month first; the same where they can
 */
public record TimeShape(String dayFirst, String monthFirst, boolean hasTime) {
  private static final int LONGEST = 60;
  private static final String MONTH =
      "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
  private static final Pattern TEXT =
      Pattern.compile(
          "(?<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?"
              + "(?:(?<year>\\d{4})(?<s1>[-/.])(?<month>\\d{1,2})\\k<s1>(?<day>\\d{1,2})"
              + "|(?<one>\\d{1,2})(?<s2>[-/.])(?<two>\\d{1,2})\\k<s2>(?<last>\\d{4}|\\d{2})"
              + "|(?<d3>\\d{1,2})(?<s3>[-/. ])(?<name>"
              + MONTH
              + ")\\k<s3>(?<y3>\\d{4}|\\d{2})"
              + "|(?<name4>"
              + MONTH
              + ") (?<d4>\\d{1,2}), (?<y4>\\d{4})"
              + "|(?<digits>(?:19|20)\\d{6})(?<clock>\\d{4}(?:\\d{2})?)?)"
              + "(?:(?<between>[T ]|, )(?<hour>\\d{1,2}):\\d{2}(?<seconds>:\\d{2}(?:(?<point>[.,])(?<fraction>\\d{1,9}))?)?"
              + "(?<half> ?[AP]M)?(?<blank> )?(?<zone>Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?");

  /** The shape of a text; empty where it is no date and no time. */
  public static Optional<TimeShape> of(String text) {
    Matcher found = TEXT.matcher(text);
    if (text.length() > LONGEST || !found.matches()) {
      return Optional.empty();
    }
    boolean hasClock = found.group("clock") != null;
    boolean hasTime = hasClock || found.group("hour") != null;
    String time = hasClock ? clock(found) : hasTime ? time(found) : "";
    String weekday = found.group("weekday") == null ? "" : "EEE, ";
    return Optional.of(
        new TimeShape(
            weekday + date(found, true) + time, weekday + date(found, false) + time, hasTime));
  }

  private static String date(Matcher found, boolean dayFirst) {
    if (found.group("year") != null) {
      String separator = found.group("s1");
      return "yyyy" + separator + field("M", found, "month") + separator + field("d", found, "day");
    } else if (found.group("one") != null) {
      String separator = found.group("s2");
      boolean isDay = dayFirst || separator.equals(".");
      return field(isDay ? "d" : "M", found, "one")
          + separator
          + field(isDay ? "M" : "d", found, "two")
          + separator
          + year(found.group("last"));
    } else if (found.group("d3") != null) {
      String separator = found.group("s3");
      return field("d", found, "d3")
          + separator
          + name(found.group("name"))
          + separator
          + year(found.group("y3"));
    } else if (found.group("d4") != null) {
      return name(found.group("name4")) + " " + field("d", found, "d4") + ", yyyy";
    }
    return "yyyyMMdd";
  }

  private static String clock(Matcher found) {
    return found.group("clock").length() == 4 ? "HHmm" : "HHmmss";
  }

  private static String time(Matcher found) {
    String between = found.group("between");
    boolean hasHalf = found.group("half") != null;
    StringBuilder pattern = new StringBuilder(between.equals("T") ? "'T'" : between);
    pattern.append(field(hasHalf ? "h" : "H", found, "hour")).append(":mm");
    if (found.group("seconds") != null) {
      pattern.append(":ss");
    }
    if (found.group("fraction") != null) {
      pattern.append(found.group("point")).append("S".repeat(found.group("fraction").length()));
    }
    if (hasHalf) {
      pattern.append(found.group("half").startsWith(" ") ? " a" : "a");
    }
    if (found.group("zone") != null) {
      pattern.append(found.group("blank") == null ? "" : " ").append(zone(found.group("zone")));
    }
    return pattern.toString();
  }

  private static String zone(String text) {
    if (text.equals("UTC") || text.equals("GMT")) {
      return "VV";
    }
    return text.length() == 3 ? "X" : text.length() == 5 ? "XX" : "XXX";
  }

  private static String field(String letter, Matcher found, String group) {
    return letter.repeat(found.group(group).length());
  }

  private static String year(String text) {
    return "y".repeat(text.length());
  }

  /** May is short and long at once. */
  private static String name(String month) {
    return month.length() == 3 ? "MMM" : "MMMM";
  }
}
