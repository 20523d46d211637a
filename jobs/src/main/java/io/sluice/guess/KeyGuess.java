// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.column.ColumnName;
import io.sluice.problem.Problem;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Chooses the columns that tell records apart. Records that are equal in everything don't count:
 * they are duplicates.
 *
 * @param identities a number for each record, equal where records are
 * @param days the event date of each record
 */
record KeyGuess(
    String pipeline, List<OutputColumn> columns, int[] identities, Integer[] days, Wishes wishes) {
  private static final int MOST_TRIED = 10;
  private static final String OPTION = "--key";

  Key guess() {
    if (!wishes.key().isEmpty()) {
      List<OutputColumn> wished = wishes.key().stream().map(this::wished).toList();
      return new Key(wished, "as " + OPTION + " says", conflicts(wished, true), false);
    }
    List<OutputColumn> candidates = candidates();
    return Stream.of(singles(candidates), pairs(candidates), triples(candidates))
        .flatMap(List::stream)
        .filter(each -> conflicts(each, true) == 0)
        .findFirst()
        .map(this::found)
        .orElseThrow(this::none);
  }

  private Key found(List<OutputColumn> key) {
    boolean isEverywhere = conflicts(key, false) == 0;
    boolean isNamed = key.stream().anyMatch(each -> each.hint().isId());
    int records = identities.length;
    String apart =
        isEverywhere
            ? "no two of %d records have the same".formatted(records)
            : "no two of %d records have the same on one date (on different dates they do)"
                .formatted(records);
    String named =
        key.size() > 1
            ? ", and no column alone"
            : isNamed
                ? ", and it is named like an id"
                : ", though it isn't named like an id" + gaps();
    return new Key(key, apart + named, 0, !isNamed || records < 20);
  }

  /** The column that would have been it, had all records a value there. */
  private String gaps() {
    return columns.stream()
        .filter(each -> !each.hasParts() && each.hint().isId() && !isComplete(each))
        .findFirst()
        .map(
            column ->
                " (%s is, and %d records lack it)"
                    .formatted(
                        column.origin(),
                        IntStream.range(0, identities.length).filter(column::isMissing).count()))
        .orElse("");
  }

  private Problem none() {
    if (candidates().isEmpty()) {
      return Problem.invalid(
          "Cannot find a key in the sample: there are records that differ, and no column that could tell them apart, which takes one with a value in every record that is no amount, decimal or BOOLEAN; name the columns that identify a record with %s"
              .formatted(OPTION));
    }
    return Problem.invalid(
        "Cannot find a key in the sample: there are records that differ, and that no column tells apart, nor two or three of %s together; name the columns that identify a record with %s"
            .formatted(
                candidates().stream().map(OutputColumn::origin).collect(Collectors.joining(", ")),
                OPTION));
  }

  private OutputColumn wished(String name) {
    List<OutputColumn> usable = columns.stream().filter(each -> !each.hasParts()).toList();
    return OutputColumn.find(usable, name)
        .orElseThrow(
            () -> {
              List<String> known = usable.stream().map(OutputColumn::origin).toList();
              return Problem.invalid(
                  "Cannot use '%s' as %s: the sample has no such column%s; name one of %s"
                      .formatted(
                          name,
                          OPTION,
                          Suggestions.didYouMean(name, known),
                          String.join(", ", known)));
            });
  }

  /** Columns that might be part of a key, the likeliest first. */
  private List<OutputColumn> candidates() {
    return columns.stream()
        .filter(each -> !each.hasParts() && isDiscrete(each) && isComplete(each))
        .sorted(Comparator.comparingInt(this::rank))
        .limit(MOST_TRIED)
        .toList();
  }

  private static boolean isDiscrete(OutputColumn column) {
    return !column.type().equals(DataTypes.BooleanType)
        && !column.type().equals(DataTypes.DoubleType)
        && !column.hint().isMoney()
        && !(column.type() instanceof DecimalType);
  }

  private boolean isComplete(OutputColumn column) {
    for (int i = 0; i < identities.length; i++) {
      if (column.isMissing(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * An id of what the pipeline is about, then other ids, codes, texts and at last numbers and
   * times.
   */
  private int rank(OutputColumn column) {
    ColumnName name = column.hint();
    boolean isOwn =
        (name.words().size() == 1 && name.isId())
            || name.words().stream().anyMatch(word -> word.length() > 2 && pipeline.contains(word));
    if (name.isId()) {
      return isOwn ? 0 : 1;
    } else if (name.isCode()) {
      return 2;
    } else if (column.isText()) {
      return column.isPersonal() ? 5 : 3;
    }
    return column.isTime() ? 4 : 6;
  }

  private List<List<OutputColumn>> singles(List<OutputColumn> candidates) {
    List<List<OutputColumn>> singles = new ArrayList<>();
    List<OutputColumn> everywhere =
        candidates.stream().filter(each -> conflicts(List.of(each), false) == 0).toList();
    everywhere.stream()
        .filter(each -> each.hint().isId())
        .forEach(each -> singles.add(List.of(each)));
    candidates.stream()
        .filter(each -> each.hint().isId() && !everywhere.contains(each))
        .forEach(each -> singles.add(List.of(each)));
    everywhere.stream()
        .filter(each -> !each.hint().isId() && !each.isTime() && rank(each) < 5)
        .forEach(each -> singles.add(List.of(each)));
    return singles;
  }

  private static List<List<OutputColumn>> pairs(List<OutputColumn> candidates) {
    List<List<OutputColumn>> pairs = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      for (int j = i + 1; j < candidates.size(); j++) {
        pairs.add(List.of(candidates.get(i), candidates.get(j)));
      }
    }
    candidates.forEach(each -> pairs.add(List.of(each))); // a number or a time alone, at last
    return pairs;
  }

  private static List<List<OutputColumn>> triples(List<OutputColumn> candidates) {
    List<List<OutputColumn>> triples = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      for (int j = i + 1; j < candidates.size(); j++) {
        for (int k = j + 1; k < candidates.size(); k++) {
          triples.add(List.of(candidates.get(i), candidates.get(j), candidates.get(k)));
        }
      }
    }
    return triples;
  }

  /**
   * Number of records that have the key of another and differ from it.
   *
   * @param withinDate whether their event dates have to be the same as well
   */
  private long conflicts(List<OutputColumn> key, boolean withinDate) {
    Map<List<Object>, Integer> first = new HashMap<>();
    long conflicts = 0;
    for (int i = 0; i < identities.length; i++) {
      int record = i;
      if (days[i] == null || key.stream().anyMatch(column -> column.isRefused(record))) {
        continue; // it is quarantined
      }
      List<Object> value = new ArrayList<>();
      for (OutputColumn column : key) {
        value.add(column.value(i));
      }
      if (withinDate) {
        value.add(days[i]);
      }
      Integer known = first.putIfAbsent(value, identities[i]);
      conflicts += known != null && known != identities[i] ? 1 : 0;
    }
    return conflicts;
  }
}
