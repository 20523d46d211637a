// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.change.Change;
import io.sluice.change.DateRanges;
import io.sluice.change.StreamPosition;
import io.sluice.change.TableSummary;
import io.sluice.change.TransformedTable;
import io.sluice.intake.IgnoredFile;
import io.sluice.pipeline.Freshness;
import io.sluice.problem.Problem;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import io.sluice.text.TextTable;
import io.sluice.transform.TransformOutlook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A status as one screen of text. */
final class StatusText {
  private static final String NONE = "-";
  private static final int MAX_IGNORED = 10;
  private static final int MAX_BACKFILLS = 3;
  private static final String NOT_COUNTED = "not counted yet, the next batch does";

  private final Status status;
  private final String name;

  StatusText(Status status) {
    this.status = status;
    this.name = status.pipeline().name();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (status.unsafe().isPresent()) {
      Problem problem = status.unsafe().get();
      lines.add("UNSAFE: " + Escaped.escaped(problem.getMessage()));
      lines.add("  next: " + problem.nextStep());
      lines.add("");
    }
    lines.addAll(standing().lines());
    lines.add("");
    lines.addAll(jobs().lines());
    status.lastRuns().forEach((job, report) -> addTrouble(lines, job, report));
    return lines;
  }

  private TextTable standing() {
    TextTable table =
        new TextTable(
            name,
            status.log().map(log -> "at change " + log.number()).orElse("the log can't be read"));
    status.writer().ifPresent(writer -> table.add("under way", writer));
    table.add("landing", status.outlook().map(StatusText::landing).orElse("not known"));
    status
        .outlook()
        .map(StatusText::ignored)
        .orElse(List.of())
        .forEach(each -> table.add("", each));
    status
        .topics()
        .forEach((name, position) -> table.add("topic " + name, "landed " + position.shown()));
    table.add("open batches", status.outlook().map(StatusText::open).orElse("not known"));
    if (status.unapplied().isPresent()) {
      Change change = status.unapplied().get();
      table.add("unapplied", "change %d of run %s".formatted(change.number(), change.runId()));
    }
    table.add("newest file", status.standing().isPresent() ? newest() : NOT_COUNTED);
    table.add(
        "quarantine",
        counted("quarantine list").orElseGet(() -> quarantine(status.standing().get())));
    table.add(
        "rejected files",
        counted("files list --status rejected")
            .orElseGet(() -> "" + status.standing().get().rejected()));
    table.add("older SQL", status.datesWithOtherSql().map(StatusText::shown).orElse(NOT_COUNTED));
    if (!status.pipeline().references().isEmpty()) {
      table.add("older references", olderReferences());
    }
    status
        .transformed()
        .filter(known -> !known.olderColumns().isEmpty())
        .ifPresent(known -> table.add("older columns", olderColumns(known)));
    table.add("aggregations", aggregations());
    for (Status.Coverage each : status.aggregations()) {
      each.stream().ifPresent(stream -> table.add("stream", stream(each.relation(), stream)));
    }
    if (!status.exports().isEmpty()) {
      table.add("exports", exports());
    }
    if (!status.plans().isEmpty()) {
      table.add("plans", String.join(", ", status.plans()));
    }
    return table;
  }

  /** Names the command that finds a figure which no record carries. */
  private Optional<String> counted(String command) {
    return status.standing().isPresent()
        ? Optional.empty()
        : Optional.of(NOT_COUNTED + "; ./sluice %s --pipeline %s".formatted(command, name));
  }

  private static String landing(TransformOutlook outlook) {
    List<String> parts = new ArrayList<>();
    parts.add(Counted.of(outlook.arrivals().number(), "file"));
    if (!outlook.arrivals().unsettled().isEmpty()) {
      parts.add(outlook.arrivals().unsettled().size() + " changed since consumed");
    }
    List<IgnoredFile> ignored = outlook.arrivals().ignored();
    if (!ignored.isEmpty()) {
      parts.add(ignored.size() + " ignored");
    }
    return String.join(", ", parts);
  }

  /** Names of what is left alone, those first that may have been meant to be taken. */
  private static List<String> ignored(TransformOutlook outlook) {
    return outlook.arrivals().ignored().stream()
        .sorted(Comparator.comparing(IgnoredFile::isSuspect).reversed())
        .limit(MAX_IGNORED)
        .map(file -> "ignored %s: %s".formatted(Escaped.quoted(file.path()), file.why()))
        .toList();
  }

  private static String open(TransformOutlook outlook) {
    String files = Counted.of(outlook.openFiles(), "file");
    return outlook.open().isEmpty() ? "0" : "%d with %s".formatted(outlook.open().size(), files);
  }

  private String newest() {
    String age = status.age().map(each -> shown(each) + " old").orElse("none yet");
    String allowed = status.pipeline().freshness().map(StatusText::allowed).orElse("");
    return status.freshness().map(how -> how + ": ").orElse("") + age + allowed;
  }

  private static String allowed(Freshness freshness) {
    return " (warn after %s, error after %s)"
        .formatted(shown(freshness.warnAfter()), shown(freshness.errorAfter()));
  }

  private static String quarantine(TableSummary standing) {
    return standing.quarantined()
        + standing.reasons().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(reason -> reason.getKey() + " " + reason.getValue())
            .collect(Collectors.joining(", ", standing.reasons().isEmpty() ? "" : ": ", ""));
  }

  /** With the backfills that make these dates anew. */
  private String olderReferences() {
    OlderReferences older = status.olderReferences();
    if (older.problem().isPresent()) {
      return "not known: " + Escaped.plain(older.problem().get().getMessage());
    }
    if (older.dates().days() == 0) {
      return shown(older.dates());
    }
    return "%s, made with another %s; %s"
        .formatted(
            shown(older.dates()),
            String.join(", ", older.names()),
            backfills(older.dates(), "restates"));
  }

  /** With the backfills that fill these columns. */
  private String olderColumns(TransformedTable table) {
    DateRanges dates = table.datesWithOlderColumns();
    return "%s, with rows from before %s; %s"
        .formatted(
            shown(dates),
            String.join(", ", table.olderColumns().keySet()),
            backfills(dates, "fills"));
  }

  /** The backfills that make some dates anew. */
  private String backfills(DateRanges dates, String what) {
    String backfills =
        dates.ranges().stream()
            .limit(MAX_BACKFILLS)
            .map(
                range ->
                    "./sluice backfill --pipeline %s --from %s --to %s --reason '…'"
                        .formatted(name, range.from(), range.to()))
            .collect(Collectors.joining(", "));
    return "%s %s"
        .formatted(
            backfills,
            dates.ranges().size() > MAX_BACKFILLS
                ? "and so on for the others"
                : what + (dates.days() == 1 ? " it" : " them"));
  }

  private static String shown(DateRanges dates) {
    return dates.days() == 0
        ? "no date"
        : Counted.of(dates.days(), "date") + ": " + String.join(", ", dates.texts());
  }

  private static String stream(String relation, StreamPosition stream) {
    return "%s: %s dropped as too late, %s in its state, %s"
        .formatted(
            relation,
            Counted.of(stream.rowsDropped(), "row"),
            Counted.of(stream.stateRows(), "row"),
            stream.watermark().map(time -> "watermark " + time).orElse("no watermark yet"));
  }

  private String aggregations() {
    List<String> parts = new ArrayList<>();
    for (Status.Coverage each : status.aggregations()) {
      if (each.waiting().isPresent()) {
        parts.add(
            "%s waits for --full-refresh: %s".formatted(each.relation(), each.waiting().get()));
      } else if (each.isBehind()) {
        parts.add(each.relation() + " is behind");
      }
    }
    status
        .olderReferences()
        .aggregations()
        .forEach(
            (relation, references) ->
                parts.add(
                    "%s has rows made with another %s; ./sluice aggregate --pipeline %s --full-refresh %s makes them anew"
                        .formatted(relation, String.join(", ", references), name, relation)));
    for (String orphan : status.orphans()) {
      parts.add(
          "%s has no file any more; ./sluice aggregate --pipeline %s --drop %s removes its rows"
              .formatted(orphan, name, orphan));
    }
    return parts.isEmpty() ? "up to date" : String.join(", ", parts);
  }

  private String exports() {
    List<String> behind =
        status.exports().stream().flatMap(each -> each.behind().stream()).toList();
    return behind.isEmpty() ? "up to date" : String.join("; ", behind);
  }

  private TextTable jobs() {
    TextTable table = new TextTable("job", "last run", "ended", "code", "run", "a rerun now");
    Set<String> jobs = new LinkedHashSet<>(status.reruns().keySet());
    jobs.addAll(status.lastRuns().keySet());
    for (String job : jobs) {
      JsonNode report = status.lastRuns().getOrDefault(job, MissingNode.getInstance());
      Status.Rerun rerun = status.reruns().get(job);
      table.add(
          job,
          report.path("started_at").asText(NONE),
          report.path("outcome").asText(NONE),
          report.path("exit_code").asText(NONE),
          report.path("run_id").asText(NONE),
          rerun == null
              ? NONE
              : Escaped.escaped(rerun.verdict().word() + " " + rerun.verdict().detail()));
    }
    return table;
  }

  private static void addTrouble(List<String> lines, String job, JsonNode report) {
    if (report.path("exit_code").asInt(-1) != 0) {
      lines.add("");
      lines.add("%s: %s".formatted(job, report.path("message").asText(NONE)));
      if (report.path("next_step").isTextual()) {
        lines.add("  next: " + report.path("next_step").asText());
      }
    }
  }

  /** Text such as "2 d 3 h", in the two largest units. */
  private static String shown(Duration duration) {
    int hours = duration.toHoursPart();
    int minutes = duration.toMinutesPart();
    String parts =
        Stream.of(duration.toDays() + " d", hours + " h", minutes + " min")
            .filter(part -> part.matches("[1-9].*"))
            .limit(2)
            .collect(Collectors.joining(" "));
    return parts.isEmpty() ? "less than a minute" : parts;
  }
}
