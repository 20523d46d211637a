// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.guess.Key;
import io.sluice.guess.PipelineGuess;
import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.JsonOptions;
import io.sluice.pipeline.Source;
import io.sluice.sample.Sample;
import io.sluice.sample.Sample.Remark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pipeline.yaml of a guessed pipeline, with a comment on each guess. */
record PipelineYaml(PipelineGuess guess) {
  /** The remarks about lines of the sample that told nothing of its columns. */
  private static final List<String> LINES = List.of("lines", "broken lines", "last line");

  private static final int WIDTH = 34;

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# yaml-language-server: $schema=../pipeline.schema.json");
    lines.add(
        "# Made by './sluice init' from %s: %s."
            .formatted(Comment.of(guess.file()), guess.records()));
    lines.add(
        "# The comments say what was guessed, and from what. What is wrong, correct here; then run");
    lines.add("#   ./sluice validate --pipeline " + guess.name());
    lines.add("#   ./sluice test --pipeline " + guess.name());
    source(lines);
    lines.add("");
    table(lines);
    lines.add("");
    lines.add(
        "# How much of a batch may be quarantined before none of it is published; fewer than min-rows");
    lines.add("# records always pass.");
    lines.add("gate: {max-quarantined-ratio: 0.10, min-rows: 100}");
    lines.add(
        "# freshness: {warn-after: 26 hours, error-after: 50 hours}   # of a file that comes every day");
    lines.add(
        "# schedule: \"@daily\"                                       # makes a DAG of it in Airflow");
    return String.join("\n", lines) + "\n";
  }

  private void source(List<String> lines) {
    Source source = guess.source();
    lines.add("source:");
    lines.add("  format: " + source.format().label());
    lines.add(commented("  files: " + quoted(source.files()), guess.filesNote()));
    options(lines);
    lines.add("  schema: |");
    new SchemaText(guess).lines().forEach(line -> lines.add("    " + line));
    formats(lines, "timestamp-formats", "TIMESTAMP", source.times().timestampFormats());
    formats(lines, "date-formats", "DATE", source.times().dateFormats());
    zone(lines);
    if (source.maxFieldLength() != 65_536) {
      lines.add(
          commented(
              "  max-field-length: " + source.maxFieldLength(),
              "the sample has texts beyond 65536"));
    }
    personal(lines);
    LINES.forEach(key -> leftOut(key).ifPresent(lines::add));
    guess.leftOut().forEach(why -> lines.add("  # CHECK: left out is " + Comment.of(why) + "."));
  }

  private Optional<String> leftOut(String key) {
    return Optional.ofNullable(guess.sample().remarks().get(key))
        .map(
            remark ->
                "  # CHECK: %s of the sample, %s: %s."
                    .formatted(key, remark.value(), Comment.of(remark.why())));
  }

  private void options(List<String> lines) {
    Map<String, String> written = written();
    if (written.isEmpty()) {
      return;
    }
    lines.add("  options:");
    written.forEach(
        (key, value) -> {
          Remark remark = guess.sample().remarks().get(key);
          String line = "    " + key + ": " + value;
          lines.add(remark == null ? line : commented(line, marked(remark)));
        });
  }

  /** The options that aren't what they would be unsaid, and those that people ask for. */
  private Map<String, String> written() {
    Map<String, String> written = new LinkedHashMap<>();
    if (guess.source().options() instanceof CsvOptions csv) {
      written.put("delimiter", quoted(String.valueOf(csv.delimiter())));
      put(written, "quote", String.valueOf(csv.quote()), "\"");
      put(written, "escape", String.valueOf(csv.escape()), "\"");
      written.put("encoding", csv.encoding());
      put(written, "null-value", csv.nullValue(), "");
      Remark decimal = guess.sample().remarks().get("decimal");
      boolean isAsked = decimal != null && decimal.isDoubtful();
      put(written, "decimal", csv.numbers().decimal(), isAsked ? "" : ".");
      put(written, "group", csv.numbers().group(), "");
      if (csv.multiLine()) {
        written.put("multi-line", "true");
      }
    } else if (guess.source().options() instanceof JsonOptions json && json.multiLine()) {
      written.put("multi-line", "true");
      if (!json.records().isEmpty()) {
        written.put("records", quoted(String.join(".", json.records())));
      }
    }
    return written;
  }

  private static void put(Map<String, String> written, String key, String value, String unsaid) {
    if (!value.equals(unsaid)) {
      written.put(key, quoted(value));
    }
  }

  private void formats(List<String> lines, String key, String type, List<String> formats) {
    boolean isUsed = SchemaText.has(guess.source().schema(), type);
    if (isUsed) {
      String list =
          formats.stream().map(PipelineYaml::quoted).collect(Collectors.joining(", ", "[", "]"));
      lines.add("  %s: %s".formatted(key, list));
    }
  }

  private void zone(List<String> lines) {
    Source source = guess.source();
    boolean isText = source.format().label().matches("csv|json");
    boolean asks =
        SchemaText.has(source.schema(), "TIMESTAMP")
            && source.times().timestampFormats().stream()
                .anyMatch(format -> !format.matches(".*(X|VV)$"));
    Remark local = guess.sample().remarks().get(Sample.LOCAL_TIMES);
    String zone = source.times().zone().getId();
    if (!zone.equals("UTC")) {
      lines.add(commented("  time-zone: " + zone, "as --time-zone says; tables have UTC"));
    } else if (local != null) {
      lines.add(
          commented("  time-zone: UTC", "CHECK: of %s: %s".formatted(local.value(), local.why())));
    } else if (asks && isText) {
      lines.add(
          commented(
              "  time-zone: UTC",
              "CHECK: texts without a zone are taken for this; by clocks in Berlin: Europe/Berlin"));
    }
  }

  private void personal(List<String> lines) {
    List<String> personal = List.copyOf(guess.source().personal());
    String list =
        personal.stream().map(PipelineYaml::quoted).collect(Collectors.joining(", ", "[", "]"));
    lines.add(
        commented(
            "  personal: " + list,
            personal.isEmpty()
                ? "columns that must not show in logs and reports; none seems to tell of a person"
                : "they seem to tell of persons: kept out of logs, reports and the test case"));
  }

  private void table(List<String> lines) {
    lines.add("table: " + guess.table());
    Key key = guess.key();
    String conflicts =
        key.conflicts() == 0
            ? ""
            : "; CHECK: %d records of the sample have the key and date of another and differ from it: they would be quarantined"
                .formatted(key.conflicts());
    String columns =
        key.columns().stream()
            .map(column -> quotedIfNeeded(column.name()))
            .collect(Collectors.joining(", ", "[", "]"));
    lines.add(
        "# "
            + (key.isDoubtful() ? "CHECK: what" : "What")
            + " identifies a record of a date: "
            + Comment.of(key.why())
            + conflicts
            + ".");
    lines.add("key: " + columns);
    lines.add(
        "# Its date, by which the table is partitioned: "
            + Comment.of(guess.eventDate().why())
            + ".");
    if (guess.eventDate().isOfLanding()) {
      lines.add(
          "# CHECK: so a record that lands again on another day is another row. A date in the files is better.");
    }
    lines.add("event-date: " + quotedIfNeeded(guess.eventDate().name()));
  }

  private static String quotedIfNeeded(String name) {
    return name.matches("[a-z][a-z0-9_]*") && !name.matches("y|n|yes|no|on|off|true|false|null")
        ? name
        : quoted(name);
  }

  private static String marked(Remark remark) {
    return (remark.isDoubtful() ? "CHECK: " : "") + remark.why();
  }

  private static String commented(String line, String comment) {
    return line + " ".repeat(Math.max(1, WIDTH - line.length())) + "# " + Comment.of(comment);
  }

  /** A text in YAML's double quotes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < ' ' || c == 0xa0 || (c >= 0x2000 && c < 0x2100)) {
                quoted.append(c == '\t' ? "\\t" : "\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
