// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.guess.DailyFigures;
import io.sluice.guess.GuessedRule;
import io.sluice.guess.OutputColumn;
import io.sluice.guess.PipelineGuess;
import io.sluice.pipeline.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL files of a guessed pipeline. */
record SqlFiles(PipelineGuess guess) {

  /** rules.sql. */
  String rules() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "-- A record is kept where every condition is true; where one is false or null, it is quarantined,");
    lines.add(
        "-- and the condition's name is the reason. Say 'x is null or …' where x may be missing.");
    lines.add("select");
    List<GuessedRule> rules = guess.rules();
    for (int i = 0; i < rules.size(); i++) {
      GuessedRule rule = rules.get(i);
      lines.add("    -- " + Comment.of(rule.evidence()));
      lines.add(
          "    " + rule.condition() + " as " + rule.name() + (i < rules.size() - 1 ? "," : ""));
    }
    lines.add("from source");
    return text(lines);
  }

  /** transformations.sql. */
  String transformations() {
    List<String> lines = new ArrayList<>();
    lines.add("-- description: one row per record of files like " + Comment.of(guess.file()));
    lines.add(
        "-- What a good record becomes. 'where' and 'group by' have no place here: see rules.sql and aggregations/.");
    lines.add("select");
    List<String> columns = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    for (OutputColumn column : guess.columns()) {
      boolean isNamed = column.expression().equals(SqlName.of(column.name()));
      columns.add(
          isNamed ? column.expression() : column.expression() + " as " + SqlName.of(column.name()));
      comments.add(isNamed ? "" : comment(column));
    }
    guess
        .eventDate()
        .expression()
        .ifPresent(
            expression -> {
              columns.add(expression + " as " + SqlName.of(guess.eventDate().name()));
              comments.add("the event date: " + guess.eventDate().why());
            });
    for (int i = 0; i < columns.size(); i++) {
      String comma = i < columns.size() - 1 ? "," : "";
      String comment = comments.get(i).isEmpty() ? "" : " -- " + Comment.of(comments.get(i));
      lines.add("    " + columns.get(i) + comma + comment);
    }
    lines.add("from source");
    return text(lines);
  }

  private String comment(OutputColumn column) {
    if (!column.isPersonal()) {
      return "";
    }
    return "source.personal goes by names: under this one it would show in samples of checks";
  }

  /** The aggregation. */
  String daily() {
    DailyFigures figures = guess.figures();
    String date = SqlName.of(guess.eventDate().name());
    List<String> by = new ArrayList<>(List.of(date));
    figures.by().ifPresent(column -> by.add(SqlName.of(column.name())));
    List<String> selected = new ArrayList<>(by);
    selected.add("count(*) as " + figures.count());
    figures
        .sums()
        .forEach(
            column ->
                selected.add(
                    "sum(%s) as %s"
                        .formatted(
                            SqlName.of(column.name()), SqlName.of(DailyFigures.sumName(column)))));
    List<String> lines = new ArrayList<>();
    lines.add(
        "-- description: one row per day"
            + figures.by().map(column -> " and " + column.name()).orElse(""));
    lines.add("-- materialized: incremental_by_date");
    lines.add(
        "-- An example: a file each, named like its table. With this kind only days that new data touches");
    lines.add("-- are computed, so each row has to come from the rows of its own day.");
    lines.add("select");
    lines.add(selected.stream().map(each -> "    " + each).collect(Collectors.joining(",\n")));
    lines.add("from " + guess.table());
    lines.add("group by " + String.join(", ", by));
    return text(lines);
  }

  /** The check. */
  String check() {
    String keys =
        guess.key().columns().stream()
            .map(column -> SqlName.of(column.name()))
            .collect(Collectors.joining(", "));
    String date = SqlName.of(guess.eventDate().name());
    List<String> lines = new ArrayList<>();
    lines.add("-- description: keys that are on more than one date");
    lines.add("-- severity: warn");
    lines.add("-- stage: transform");
    lines.add(
        "-- A check selects the rows that are wrong. Within a date a key is unique always: the same record again is");
    lines.add(
        "-- a duplicate, another one is quarantined. On two dates it may be a mistake of whoever sends the files.");
    lines.add("-- With 'severity: fail' the run would end with exit code 3.");
    lines.add("select");
    lines.add("    %s,".formatted(keys));
    lines.add("    count(distinct %s) as count_dates".formatted(date));
    lines.add("from " + guess.table());
    lines.add("group by " + keys);
    lines.add("having count(distinct %s) > 1".formatted(date));
    return text(lines);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
