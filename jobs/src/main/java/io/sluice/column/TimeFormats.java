// SPDX-License-Identifier: Apache-2.0
package io.sluice.column;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Formats in which a column's dates and times may be written, told by the shapes of its texts.
 *
 * @param dayFirst where day and month can't be told apart, with the day first
 * @param monthFirst with the month first; the same list where the shapes tell
 * @param hasTime whether any text has a time of day
 */
public record TimeFormats(List<String> dayFirst, List<String> monthFirst, boolean hasTime) {
  /** A column with more ways to write a time has other texts in it. */
  private static final int MOST = 4;

  /**
   * The formats of a column's texts; empty where there are none, or too many.
   *
   * @param mostStrays how many texts may have no such shape
   */
  public static Optional<TimeFormats> of(Values values, long mostStrays) {
    Set<TimeShape> shapes = new LinkedHashSet<>();
    long strays = 0;
    for (String text : values.present()) {
      Optional<TimeShape> shape = TimeShape.of(text.strip());
      if (shape.isPresent()) {
        shapes.add(shape.get());
      } else if (++strays > mostStrays) {
        return Optional.empty();
      }
    }
    List<String> day = merged(shapes.stream().map(TimeShape::dayFirst).toList());
    List<String> month = merged(shapes.stream().map(TimeShape::monthFirst).toList());
    return shapes.isEmpty() || day.size() > MOST
        ? Optional.empty()
        : Optional.of(new TimeFormats(day, month, shapes.stream().anyMatch(TimeShape::hasTime)));
  }

  /** One format for those that differ in the width of day, month or hour alone. */
  private static List<String> merged(List<String> formats) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    formats.forEach(
        format -> alike.computeIfAbsent(narrow(format), key -> new ArrayList<>()).add(format));
    return alike.values().stream().map(TimeFormats::narrowest).toList();
  }

  private static String narrowest(List<String> formats) {
    String format = formats.get(0);
    for (String field : List.of("d", "M", "H", "h")) {
      String wide = field + field;
      if (formats.stream().anyMatch(each -> !has(each, wide))) {
        format = format.replaceFirst("(?<!%s)%s(?!%s)".formatted(field, wide, field), field);
      }
    }
    return format;
  }

  private static boolean has(String format, String field) {
    return format.matches(".*(?<!%1$s)%2$s(?!%1$s).*".formatted(field.substring(1), field));
  }

  private static String narrow(String format) {
    String narrow = format;
    for (String field : List.of("d", "M", "H", "h")) {
      narrow = narrow.replaceFirst("(?<!%1$s)%1$s%1$s(?!%1$s)".formatted(field), field);
    }
    return narrow;
  }
}
