// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.guess.OutputColumn;
import io.sluice.guess.PipelineGuess;
import io.sluice.guess.types.FieldGuess;
import io.sluice.guess.types.SchemaType;
import io.sluice.sample.Sample.Remark;
import io.sluice.text.Escaped;
import io.sluice.text.TextTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was guessed, as init prints it. */
record GuessReport(PipelineGuess guess) {
  private static final int WIDEST = 90;

  List<String> lines() {
    TextTable table = new TextTable("guess", "value", "why");
    for (Map.Entry<String, Remark> remark : guess.sample().remarks().entrySet()) {
      add(
          table,
          remark.getKey(),
          shown(remark.getValue().value()),
          remark.getValue().isDoubtful(),
          remark.getValue().why());
    }
    if (guess.isLeftAlone()) {
      add(
          table,
          "files",
          guess.source().files(),
          true,
          "one named like the sample is left alone, as an upload under way; name it otherwise");
    }
    for (FieldGuess field : guess.fields()) {
      String type =
          shortened(SchemaType.of(field.type()), 40) + (isRequired(field) ? " NOT NULL" : "");
      add(table, Escaped.plain(field.name()), type, field.isDoubtful(), field.why());
    }
    guess.leftOut().forEach(why -> add(table, "left out", "", true, why));
    add(
        table,
        "personal",
        String.join(", ", guess.source().personal()),
        false,
        guess.source().personal().isEmpty()
            ? "no column seems to tell of a person"
            : "names or values that tell of persons");
    String key =
        guess.key().columns().stream().map(OutputColumn::name).collect(Collectors.joining(", "));
    add(
        table,
        "key",
        key,
        guess.key().isDoubtful() || guess.key().conflicts() > 0,
        guess.key().why());
    add(
        table,
        "event-date",
        guess.eventDate().name(),
        guess.eventDate().isOfLanding(),
        guess.eventDate().why());
    if (guess.unfit() > 0) {
      add(
          table,
          "quarantined",
          guess.unfit() + " of " + guess.sample().records(),
          true,
          "as many of the sample's records would be, for their values");
    }
    return table.lines();
  }

  /** How many guesses a person should look at. */
  int checks() {
    return (int) lines().stream().filter(line -> line.contains("CHECK: ")).count();
  }

  private boolean isRequired(FieldGuess field) {
    return !guess.source().schema().apply(field.name()).nullable();
  }

  private static void add(
      TextTable table, String what, String value, boolean isDoubtful, String why) {
    table.add(what, value, (isDoubtful ? "CHECK: " : "") + shortened(why, WIDEST));
  }

  private static String shown(String value) {
    return value.equals("\t") ? "tab" : value;
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
