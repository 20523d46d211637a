// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.problem.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Report of a run about itself, collected while it goes on. Counts of files, rows and lines add up
 * over calls. The stream's thread and the main one may both report.
 */
public final class Report {
  private final String job;
  private final String runId;
  private final Optional<String> pipeline;
  private final Instant startedAt;
  private final SortedMap<String, Long> reasons = new TreeMap<>();
  private final SortedSet<LocalDate> touchedDates = new TreeSet<>();
  private final SortedSet<LocalDate> restatedDates = new TreeSet<>();
  private final Map<String, TableFigures> tables = new LinkedHashMap<>();
  private final List<CheckResult> checks = new ArrayList<>();
  private final Map<String, StreamFigures> streams = new LinkedHashMap<>();

  private int batches;
  private FileCounts files = FileCounts.NONE;
  private RecordCounts rows = RecordCounts.NONE;
  private long rowsOut;
  private Optional<String> sqlHash = Optional.empty();
  private Optional<String> verdict = Optional.empty();
  private Optional<String> verdictDetail = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();
  private Optional<String> doing = Optional.empty();
  private Optional<String> message = Optional.empty();
  private Optional<String> nextStep = Optional.empty();
  private Optional<Map<String, Object>> plan = Optional.empty();
  private final List<Map<String, Object>> exports = new ArrayList<>();
  private Optional<Map<String, Object>> checked = Optional.empty();
  private Optional<Map<String, Object>> changed = Optional.empty();
  private Instant finishedAt;

  /** Begins, with no pipeline where the command line gave none that can be used. */
  public Report(String job, String runId, Optional<String> pipeline, Instant startedAt) {
    this.job = job;
    this.runId = runId;
    this.pipeline = pipeline;
    this.startedAt = startedAt;
    this.finishedAt = startedAt;
  }

  public synchronized void sqlHash(String hash) {
    sqlHash = Optional.of(hash);
  }

  /** Says how many batches the run has finished. */
  public synchronized void batches(int count) {
    batches = count;
  }

  public synchronized void files(long ingested, long rejected, long ignored) {
    files = files.plus(new FileCounts(ingested, rejected, ignored));
  }

  /** Counts source records. */
  public synchronized void rows(RecordCounts counts) {
    rows = rows.plus(counts);
  }

  /**
   * Counts rows that were put out: generated, landed, sent, or appended to the transformed table.
   */
  public synchronized void rowsOut(long count) {
    rowsOut += count;
  }

  /** Counts quarantined rows by the code of their reason. */
  public synchronized void reasons(Map<String, Long> rowsByCode) {
    rowsByCode.forEach((code, count) -> reasons.merge(code, count, Long::sum));
  }

  /** Adds event dates whose content changed. */
  public synchronized void touched(Collection<LocalDate> dates) {
    touchedDates.addAll(dates);
  }

  /** Adds event dates that had been published before and changed. */
  public synchronized void restated(Collection<LocalDate> dates) {
    restatedDates.addAll(dates);
  }

  /** Says what the run left of a table; a later call for the same relation wins. */
  public synchronized void table(String relation, long version, long rows, long bytes) {
    tables.put(relation, new TableFigures(version, rows, bytes));
  }

  /**
   * Adds what a quality check found.
   *
   * @param severity {@code fail} or {@code warn}
   * @param sample some of the violating rows, without personal columns
   */
  public synchronized void check(
      String name, String severity, long violations, List<Map<String, Object>> sample) {
    checks.add(new CheckResult(name, severity, violations, sample));
  }

  /** Adds micro-batches of a streaming query that the run drives to those of the same name. */
  public synchronized void stream(StreamFigures figures) {
    streams.merge(figures.name(), figures, StreamFigures::plus);
  }

  /** Says what a plan that the run made or applied would do, or has done. */
  public synchronized void plan(Map<String, Object> fields) {
    plan = Optional.of(fields);
  }

  /**
   * Says what the run does from now on, for the message of an unforeseen failure.
   *
   * @param activity in the past tense, such as {@code computed daily_pages}
   */
  public synchronized void doing(String activity) {
    doing = Optional.of(activity);
  }

  /** What the run did last. */
  public synchronized Optional<String> doing() {
    return doing;
  }

  /**
   * Says what quality checks were made of.
   *
   * @param change the log's last
   * @param hash of all that decides what is checked
   */
  public synchronized void checked(long change, String stage, String hash) {
    checked = Optional.of(new TreeMap<>(Map.of("change", change, "stage", stage, "hash", hash)));
  }

  /** Says which relations have changed since the caller last looked. */
  public synchronized void changed(Map<String, Object> fields) {
    changed = Optional.of(fields);
  }

  /** Adds what became of an export that the run has sent. */
  public synchronized void export(Map<String, Object> fields) {
    exports.add(fields);
  }

  /** Says in a sentence what a reader of the outcome has to know. */
  public synchronized void message(String text) {
    message = Optional.of(text);
  }

  /** Says what to type next. */
  public synchronized void nextStep(String text) {
    nextStep = Optional.of(text);
  }

  /** Adds the figures of a run within this one. */
  public synchronized void include(Report inner) {
    synchronized (inner) {
      batches += inner.batches;
      files = files.plus(inner.files);
      rows = rows.plus(inner.rows);
      rowsOut += inner.rowsOut;
      reasons(inner.reasons);
      touchedDates.addAll(inner.touchedDates);
      restatedDates.addAll(inner.restatedDates);
      tables.putAll(inner.tables);
      checks.addAll(inner.checks);
      exports.addAll(inner.exports);
      changed = inner.changed.or(() -> changed);
      inner.streams.values().forEach(this::stream);
    }
  }

  /** Ends the run. The verdict of an unsafe run that gave none is just that. */
  public synchronized void end(Outcome how, Instant when) {
    outcome = Optional.of(how);
    finishedAt = when;
    if (how == Outcome.UNSAFE && verdict.isEmpty()) {
      verdict(how.name(), message.orElse(""));
    }
  }

  synchronized void verdict(String word, String detail) {
    if (verdict.isPresent()) {
      throw new IllegalStateException("A run has one verdict, and this one has " + verdict.get());
    }
    verdict = Optional.of(word);
    verdictDetail = Optional.of(detail);
  }

  public String job() {
    return job;
  }

  public String runId() {
    return runId;
  }

  public Optional<String> pipeline() {
    return pipeline;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public synchronized Instant finishedAt() {
    return finishedAt;
  }

  /** Outcome of the run; empty while it goes on. */
  public synchronized Optional<Outcome> outcome() {
    return outcome;
  }

  public synchronized Optional<String> verdictDetail() {
    return verdictDetail;
  }

  public synchronized Optional<String> message() {
    return message;
  }

  public synchronized Optional<String> nextStep() {
    return nextStep;
  }

  public synchronized FileCounts files() {
    return files;
  }

  public synchronized RecordCounts rows() {
    return rows;
  }

  public synchronized long rowsOut() {
    return rowsOut;
  }

  public synchronized SortedSet<LocalDate> touchedDates() {
    return new TreeSet<>(touchedDates);
  }

  public synchronized SortedSet<LocalDate> restatedDates() {
    return new TreeSet<>(restatedDates);
  }

  /** Figures of each table that the run left, by relation, in the order they were published. */
  public synchronized Map<String, TableFigures> tables() {
    return new LinkedHashMap<>(tables);
  }

  /** Fields of the plan that the run made or applied, if it did. */
  public synchronized Optional<Map<String, Object>> plan() {
    return plan;
  }

  /** What became of each export that the run has sent. */
  public synchronized List<Map<String, Object>> exports() {
    return List.copyOf(exports);
  }

  public synchronized List<CheckResult> checks() {
    return List.copyOf(checks);
  }

  /** The finished report as JSON; attempt is its place, from 1, among those of job and run id. */
  public synchronized String json(int attempt) {
    Outcome how = outcome.orElseThrow();
    return new ReportJson()
        .put("run_id", runId)
        .put("try", attempt)
        .put("job", job)
        .put("pipeline", pipeline)
        .put("verdict", verdict)
        .put("verdict_detail", verdictDetail)
        .put("outcome", how.label())
        .put("exit_code", how.exitCode())
        .put("message", message)
        .put("next_step", nextStep)
        .put("started_at", startedAt)
        .put("finished_at", finishedAt)
        .put("sluice_version", Version.CURRENT)
        .put("sql_hash", sqlHash)
        .put("batches", batches)
        .put("files", files)
        .put("rows_read", rows.read())
        .put("rows_written", rows.written())
        .put("rows_duplicate", rows.duplicate())
        .put("rows_quarantined", rows.quarantined())
        .put("rows_out", rowsOut)
        .put("lines_ignored", rows.linesIgnored())
        .put("reasons", reasons)
        .put("touched_dates", touchedDates)
        .put("restated_dates", restatedDates)
        .put("tables", tables)
        .put("checks", checks.stream().map(CheckResult::fields).toList())
        .put("checked", checked)
        .put("changed", changed)
        .put("plan", plan)
        .put("exports", exports)
        .put("streams", streams.values().stream().map(StreamFigures::fields).toList())
        .text();
  }
}
