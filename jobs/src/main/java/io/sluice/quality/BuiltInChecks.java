// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import static io.sluice.relation.FilesTable.BATCH_ID;
import static io.sluice.relation.FilesTable.DATES;
import static io.sluice.relation.FilesTable.DATE_WRITTEN;
import static io.sluice.relation.FilesTable.MODIFIED_AT;
import static io.sluice.relation.FilesTable.PATH;
import static io.sluice.relation.FilesTable.REASON;
import static io.sluice.relation.FilesTable.ROWS_DUPLICATE;
import static io.sluice.relation.FilesTable.ROWS_QUARANTINED;
import static io.sluice.relation.FilesTable.ROWS_READ;
import static io.sluice.relation.FilesTable.ROWS_WRITTEN;
import static io.sluice.relation.QuarantineTable.CODES;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.sluice.intake.IgnoredFile;
import io.sluice.pipeline.Freshness;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Severity;
import io.sluice.relation.DecisionsTable;
import io.sluice.run.CheckResult;
import io.sluice.text.Escaped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The checks that every pipeline has: is anything missing between what landed and the tables?
 *
 * @param files the ledger
 * @param publishedRows rows of the transformed table, at the same version
 * @param ignored what is left alone in {@code landing/}
 */
record BuiltInChecks(
    Pipeline pipeline,
    Dataset<Row> files,
    Dataset<Row> quarantine,
    Dataset<Row> decisions,
    long publishedRows,
    List<IgnoredFile> ignored) {
  /** Number of checks {@link #run} makes. */
  static int number(Pipeline pipeline) {
    return pipeline.freshness().isPresent() ? 5 : 4;
  }

  List<CheckResult> run(Instant now) {
    List<CheckResult> results = new ArrayList<>();
    results.add(rejectedFiles());
    pipeline.freshness().ifPresent(freshness -> results.add(freshness(freshness, now)));
    results.add(quarantineOpen());
    results.add(ledgerBalances());
    results.add(ignoredFiles());
    return results;
  }

  /** Files whose records are in no table, until they are retried or confirmed as worthless. */
  private CheckResult rejectedFiles() {
    return result(
        "rejected_files",
        Severity.FAIL,
        DecisionsTable.openRejections(files, decisions).select(PATH, BATCH_ID, REASON));
  }

  /** The age of the newest consumed file. */
  private CheckResult freshness(Freshness allowed, Instant now) {
    Row newest = files.agg(max(MODIFIED_AT)).first();
    Duration age =
        newest.isNullAt(0) ? null : Duration.between(newest.getTimestamp(0).toInstant(), now);
    boolean fails = age == null || age.compareTo(allowed.errorAfter()) > 0;
    boolean warns = !fails && age.compareTo(allowed.warnAfter()) > 0;
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put(
        "newest_file_at", age == null ? null : newest.getTimestamp(0).toInstant().toString());
    sample.put("age", age == null ? null : age.truncatedTo(ChronoUnit.SECONDS).toString());
    sample.put("allowed", (fails ? allowed.errorAfter() : allowed.warnAfter()).toString());
    return new CheckResult(
        "freshness",
        fails ? "fail" : "warn",
        fails || warns ? 1 : 0,
        fails || warns ? List.of(sample) : List.of());
  }

  private CheckResult quarantineOpen() {
    return result(
        "quarantine_open",
        Severity.WARN,
        DecisionsTable.kept(quarantine, decisions)
            .select(col(ID), col(FILE), col(EVENT_DATE), col(CODES).as("codes")));
  }

  /**
   * Law 4 over everything ever consumed: each file's records are accounted for, and the tables hold
   * what the ledger says.
   */
  private CheckResult ledgerBalances() {
    Column accounted = col(ROWS_WRITTEN).plus(col(ROWS_DUPLICATE)).plus(col(ROWS_QUARANTINED));
    Dataset<Row> unbalanced =
        files
            .where(col(ROWS_READ).notEqual(accounted))
            .select(col(PATH).as("what"), col(ROWS_READ).as("expected"), accounted.as("found"));
    Row sums =
        files
            .agg(sum(datesWritten()).as("rows"), sum(col(ROWS_QUARANTINED)).as("quarantined"))
            .first();
    Dataset<Row> totals =
        quarantine
            .agg(count(lit(1)).as("found"))
            .select(
                lit("rows in quarantine").as("what"),
                lit(sums.<Long>getAs("quarantined")).as("expected"),
                col("found"))
            .union(
                files
                    .limit(1)
                    .select(
                        lit("rows in " + pipeline.table()),
                        lit(sums.<Long>getAs("rows")),
                        lit(publishedRows)))
            .where(col("expected").notEqual(col("found")));
    return result("ledger_balances", Severity.FAIL, unbalanced.union(totals));
  }

  /** Files that may have been meant to be taken, and would be ignored permanently. */
  private CheckResult ignoredFiles() {
    List<IgnoredFile> suspect = ignored.stream().filter(IgnoredFile::isSuspect).toList();
    List<Map<String, Object>> sample = new ArrayList<>();
    for (IgnoredFile file : suspect.subList(0, Math.min(Violations.SAMPLE_ROWS, suspect.size()))) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("path", Escaped.escaped(file.path()));
      shown.put("why", file.why().toString());
      sample.add(shown);
    }
    return new CheckResult("ignored_files", "warn", suspect.size(), sample);
  }

  private static Column datesWritten() {
    return aggregate(col(DATES), lit(0L), (total, day) -> total.plus(day.getField(DATE_WRITTEN)));
  }

  private static Column sum(Column column) {
    return coalesce(org.apache.spark.sql.functions.sum(column), lit(0L));
  }

  private static CheckResult result(String name, Severity severity, Dataset<Row> violations) {
    return Violations.of(name, severity, violations, Set.of());
  }
}
