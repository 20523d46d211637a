// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import static io.sluice.times.PatternTrial.TIME_LETTERS;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Letters of a time pattern that mean something else than their place suggests, and what to write
 * for them: the minute among a date, or what .NET, Excel and others use a letter for.
 */
final class PatternRepair {
  private static final String DATE_LETTERS = "yuYdDeEcLwgGMm";
  private static final String HOURS = "HhKk";

  /**
   * A field as it is written, with what to write for it.
   *
   * @param gap the text between it and the field before it
   */
  private record Field(PatternPart part, int index, String gap) {
    boolean is(String letters) {
      return part.isAnyOf(letters);
    }
  }

  private final List<PatternPart> parts;
  private final List<Field> fields = new ArrayList<>();
  private final String[] written;
  private final Set<String> wrong = new LinkedHashSet<>();
  private final Set<String> all = new LinkedHashSet<>();

  PatternRepair(String pattern) {
    parts = PatternPart.of(pattern);
    written = parts.stream().map(PatternPart::text).toArray(String[]::new);
    String gap = "";
    for (int i = 0; i < parts.size(); i++) {
      PatternPart part = parts.get(i);
      if (part.isField()) {
        fields.add(new Field(part, i, gap));
        gap = "";
      } else {
        gap += part.text();
      }
    }
    for (int i = 0; i < fields.size(); i++) {
      examine(i);
    }
  }

  /** What is wrong at any place, even if values could be read with it. */
  Optional<String> wrong() {
    return said(wrong);
  }

  /** What may be wrong, where the pattern as a whole is. */
  Optional<String> doubtful() {
    return said(all);
  }

  /** The pattern with everything replaced. */
  String repaired() {
    return String.join("", written);
  }

  private void examine(int at) {
    Field field = fields.get(at);
    String text = field.part().text();
    int width = text.length();
    switch (field.part().letter()) {
      case 'z', 'v' -> {
        isWrong(
            text
                + " reads names such as EST, IST or BST, each of which is the name of several"
                + " zones (VV reads regions such as Europe/Berlin; a name that is always the same"
                + " is put in quotes, with source.time-zone saying what it means)");
        write(field, "XXX");
      }
      case 'm' -> {
        if (!isMinuteOfTime(at)) {
          wrong(field, "is the minute", "M");
        }
      }
      case 'M' -> {
        if (isMinute(at)) {
          wrong(field, "is the month", "m");
        }
      }
      case 'Y' -> {
        if (!has("w")) {
          doubtful(field, "is the year that a week belongs to", "y");
        }
      }
      case 'y', 'u' -> {
        if (has("w") && !has("MD")) {
          doubtful(field, "is the year of a date, Y that of a week", "Y");
        }
      }
      case 'D' -> {
        if (has("ML") || hasMinuteAmongDate()) {
          wrong(field, "is the day of the year", width > 2 ? "E" : "d");
        }
      }
      case 'd' -> {
        if (width > 2) {
          doubtful(field, "is too long for the day of the month", "E");
        }
      }
      case 'h', 'K' -> examineHalfDay(field);
      case 'A' -> {
        if (has("hKH")) {
          isWrong(text + " is the millisecond of the day");
          write(field, "a");
        }
      }
      case 'a', 't', 'P' -> {
        if (width > 1 || !field.is("a")) {
          all.add(text + " is nothing that a pattern may hold");
          write(field, "a");
        }
      }
      case 's', 'S', 'f', 'F' -> examineSecond(at);
      case 'n', 'i' -> {
        if (isBeside(at, HOURS)) {
          doubtful(field, field.is("n") ? "is the nanosecond" : "is no field", "m");
        }
      }
      case 'T' -> {
        all.add("T is no field and belongs in quotes");
        write(field, "'T'");
      }
      case 'W' -> {
        isWrong(text + " is the week of a month, which countries count in different ways");
        write(field, width > 1 ? "w".repeat(width) : "'W'");
      }
      case 'Z' -> {
        if (has("DT") || (has("Y") && !has("w"))) {
          write(field, width > 1 ? "xx" : "XXX");
        }
      }
      default -> {}
    }
  }

  private void examineHalfDay(Field field) {
    if (field.is("K") && has("H")) {
      isWrong(field.part().text() + " is an hour");
      write(field, "XXX");
    } else if (!has("aBAtP")) {
      doubtful(field, "is an hour of half a day, which needs a for AM or PM", "H");
    }
  }

  private void examineSecond(int at) {
    Field field = fields.get(at);
    boolean isFraction =
        at > 0 && fields.get(at - 1).is("s") && field.gap().matches("[\\[]*[.,][\\[]*");
    if (field.is("s") && isFraction) {
      wrong(field, "is the second again", "S");
    } else if (field.is("fF") && isFraction) {
      wrong(field, "is no fraction of a second", "S");
    } else if (field.is("S") && !has("s")) {
      doubtful(field, "is a fraction of a second", "s");
    }
  }

  private boolean isMinuteOfTime(int at) {
    return isBeside(at, TIME_LETTERS + "ni");
  }

  private boolean hasMinuteAmongDate() {
    return IntStream.range(0, fields.size())
        .anyMatch(at -> fields.get(at).is("m") && !isMinuteOfTime(at));
  }

  /** A month in the place of the minute. */
  private boolean isMinute(int at) {
    boolean isAfterHour =
        at > 0 && fields.get(at - 1).is(HOURS) && !fields.get(at).gap().matches(".*[ T,].*");
    boolean isBeforeSecond =
        at + 1 < fields.size()
            && fields.get(at + 1).is("sS")
            && !fields.get(at + 1).gap().contains(" ");
    return isAfterHour || isBeforeSecond || !isBeside(at, DATE_LETTERS);
  }

  private boolean isBeside(int at, String letters) {
    return (at > 0 && fields.get(at - 1).is(letters))
        || (at + 1 < fields.size() && fields.get(at + 1).is(letters));
  }

  private boolean has(String letters) {
    return fields.stream().anyMatch(field -> field.is(letters));
  }

  private void wrong(Field field, String why, String letter) {
    isWrong(field.part().text() + " " + why);
    write(field, letter.repeat(field.part().width()));
  }

  private void doubtful(Field field, String why, String letter) {
    all.add(field.part().text() + " " + why);
    write(field, letter.repeat(field.part().width()));
  }

  private void isWrong(String why) {
    wrong.add(why);
    all.add(why);
  }

  private void write(Field field, String text) {
    written[field.index()] = text;
  }

  private static Optional<String> said(Set<String> what) {
    return what.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", what));
  }
}
