// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.pipeline.Relations;
import io.sluice.run.CheckResult;
import io.sluice.run.RecordCounts;
import io.sluice.run.Report;
import io.sluice.run.TableFigures;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Words of outcome lines about a run's figures, job by job. */
public final class Summaries {
  private Summaries() {}

  public static String generated(Report figures) {
    return Counted.of(figures.rowsOut(), "row") + " generated";
  }

  /** Text such as "500 messages landed". */
  public static String landed(Report figures) {
    return Counted.of(figures.rowsOut(), "message") + " landed";
  }

  /**
   * Text such as "5 files, 500 rows read, 488 written, 0 duplicate, 12 quarantined; 3 dates
   * touched".
   */
  public static String transformed(Report figures) {
    return "%s, %s read, %s; %s%s"
        .formatted(
            files(figures), readRows(figures), ends(figures), touched(figures), restated(figures));
  }

  /**
   * Text such as "3 files read, 500 rows: 488 written, 0 duplicate, 12 quarantined; 2 dates
   * touched"; empty for a run that made a plan, whose message has the figures.
   */
  public static String backfilled(Report figures) {
    if (figures.plan().isPresent() && figures.tables().isEmpty()) {
      return "";
    }
    String files = Counted.of(figures.files().ingested(), "file");
    return "%s read, %s: %s; %s"
        .formatted(files, readRows(figures), ends(figures), touched(figures));
  }

  /** Text such as "daily_metrics version 4 with 90 rows; 3 dates touched, 1 restated". */
  public static String aggregated(Report figures) {
    String tables = figures.tables().isEmpty() ? "no relation published" : tables(figures);
    return "%s; %s%s".formatted(tables, touched(figures), restated(figures));
  }

  /** Text such as "4 checks passed, 1 failed (no_negative_revenue: 3 rows)". */
  public static String checked(Report figures) {
    List<CheckResult> checks = figures.checks();
    List<String> parts = new ArrayList<>();
    parts.add(Counted.of(passed(checks), "check") + " passed");
    violated(checks, CheckResult::failed, "failed").ifPresent(parts::add);
    violated(checks, CheckResult::warned, "warned").ifPresent(parts::add);
    return String.join(", ", parts);
  }

  /** Text such as "daily: 120 rows, 2 dates; totals: 34 rows, everything". */
  public static String exported(Report figures) {
    return figures.exports().isEmpty()
        ? "nothing sent"
        : figures.exports().stream().map(Summaries::exported).collect(Collectors.joining("; "));
  }

  private static String exported(Map<String, Object> fields) {
    boolean isEverything = fields.get("everything").equals(true);
    int dates = ((Collection<?>) fields.get("dates")).size();
    if (!isEverything && dates == 0) {
      return fields.get("export") + ": nothing, a killed run had sent it";
    }
    return "%s: %s, %s"
        .formatted(
            fields.get("export"),
            Counted.of((Long) fields.get("rows"), "row"),
            isEverything ? "everything" : Counted.of(dates, "date"));
  }

  /** Text such as "11 of 12 cases held". */
  public static String tested(Report figures) {
    return held(figures.checks(), "case");
  }

  /** Text such as "2 of 3 proofs held, 1 not tried". */
  public static String validated(Report figures) {
    List<CheckResult> proofs = figures.checks();
    if (proofs.isEmpty()) {
      return "nothing to prove";
    }
    long skipped = proofs.stream().filter(CheckResult::warned).count();
    return held(proofs, "proof") + (skipped == 0 ? "" : ", %d not tried".formatted(skipped));
  }

  /** Summary of a run of all three; the aggregations have had a line of their own. */
  public static String all(Report figures) {
    return transformed(figures) + "; " + checked(figures);
  }

  /** Text such as "2 decisions recorded". */
  public static String decided(Report figures) {
    TableFigures decisions = figures.tables().get(Relations.DECISIONS);
    return decisions == null ? "" : Counted.of(decisions.rows(), "decision") + " recorded";
  }

  private static String held(List<CheckResult> checks, String noun) {
    return "%d of %s held".formatted(passed(checks), Counted.of(checks.size(), noun));
  }

  private static long passed(List<CheckResult> checks) {
    return checks.stream().filter(CheckResult::passed).count();
  }

  private static String readRows(Report figures) {
    return Counted.of(figures.rows().read(), "row");
  }

  private static String ends(Report figures) {
    RecordCounts rows = figures.rows();
    return "%d written, %d duplicate, %d quarantined"
        .formatted(rows.written(), rows.duplicate(), rows.quarantined());
  }

  private static String touched(Report figures) {
    return Counted.of(figures.touchedDates().size(), "date") + " touched";
  }

  private static String files(Report figures) {
    long rejected = figures.files().rejected();
    return Counted.of(figures.files().ingested(), "file")
        + (rejected > 0 ? " (and " + rejected + " rejected)" : "");
  }

  private static String restated(Report figures) {
    int restated = figures.restatedDates().size();
    return restated > 0 ? ", " + restated + " restated" : "";
  }

  private static String tables(Report figures) {
    return figures.tables().entrySet().stream()
        .map(
            table ->
                "%s version %d with %s"
                    .formatted(
                        table.getKey(),
                        table.getValue().version(),
                        Counted.of(table.getValue().rows(), "row")))
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> violated(
      List<CheckResult> checks, Predicate<CheckResult> kind, String word) {
    List<String> violated =
        checks.stream()
            .filter(kind)
            .map(check -> check.name() + ": " + Counted.of(check.violations(), "row"))
            .toList();
    return Optional.of("%d %s (%s)".formatted(violated.size(), word, String.join(", ", violated)))
        .filter(any -> !violated.isEmpty());
  }
}
