// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Numbers of what a run did. They add up over batches and over runs. */
public final class RunMetrics {
  int batches;
  FileCounts files = FileCounts.NONE;
  RowCounts rows = RowCounts.NONE;
  long rowsOut;
  long linesIgnored;
  final SortedMap<String, Long> reasons = new TreeMap<>();
  final SortedSet<LocalDate> touchedDates = new TreeSet<>();
  final SortedSet<LocalDate> restatedDates = new TreeSet<>();
  final Map<String, TableFigures> tables = new LinkedHashMap<>();
  final List<CheckResult> checks = new ArrayList<>();

  RunMetrics() {}

  void add(RunMetrics other) {
    batches += other.batches;
    files = files.plus(other.files);
    rows = rows.plus(other.rows);
    rowsOut += other.rowsOut;
    linesIgnored += other.linesIgnored;
    addReasons(other.reasons);
    touchedDates.addAll(other.touchedDates);
    restatedDates.addAll(other.restatedDates);
    tables.putAll(other.tables);
    checks.addAll(other.checks);
  }

  void addReasons(Map<String, Long> rowsByCode) {
    rowsByCode.forEach((code, count) -> reasons.merge(code, count, Long::sum));
  }

  public int batches() {
    return batches;
  }

  public FileCounts files() {
    return files;
  }

  public RowCounts rows() {
    return rows;
  }

  public long rowsOut() {
    return rowsOut;
  }

  public long linesIgnored() {
    return linesIgnored;
  }

  /** Quarantined rows by the code of their reason. */
  public SortedMap<String, Long> reasons() {
    return Collections.unmodifiableSortedMap(reasons);
  }

  public SortedSet<LocalDate> touchedDates() {
    return Collections.unmodifiableSortedSet(touchedDates);
  }

  public SortedSet<LocalDate> restatedDates() {
    return Collections.unmodifiableSortedSet(restatedDates);
  }

  /** Figures of each table that the run left, by relation, in the order they were published. */
  public Map<String, TableFigures> tables() {
    return Collections.unmodifiableMap(tables);
  }

  public List<CheckResult> checks() {
    return Collections.unmodifiableList(checks);
  }
}
