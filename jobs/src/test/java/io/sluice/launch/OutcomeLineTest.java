// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.AggregateJob;
import io.sluice.GenerateJob;
import io.sluice.QualityJob;
import io.sluice.TransformJob;
import io.sluice.cli.Command;
import io.sluice.problem.Outcome;
import io.sluice.run.RecordCounts;
import io.sluice.run.Report;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeLineTest {
  private static final Instant START = Instant.parse("2026-11-20T03:00:00Z");

  @Test
  void generateSaysRowsAndWhere() {
    Report report = report(GenerateJob.COMMAND);
    report.rowsOut(1);
    report.message("1 file in landing/");

    assertThat(line(GenerateJob.COMMAND, report, Outcome.SUCCEEDED))
        .isEqualTo("SUCCEEDED generate readings: 1 row generated; 1 file in landing/; 8.4 s");
  }

  @Test
  void transformSaysWhereEveryRowWent() {
    Report report = report(TransformJob.COMMAND);
    report.files(4, 1, 0);
    report.rows(new RecordCounts(500, 480, 8, 12, 0));
    report.touched(List.of(LocalDate.of(2026, 11, 18), LocalDate.of(2026, 11, 19)));
    report.restated(List.of(LocalDate.of(2026, 11, 18)));

    assertThat(line(TransformJob.COMMAND, report, Outcome.SUCCEEDED))
        .isEqualTo(
            "SUCCEEDED transform readings: 4 files (and 1 rejected), 500 rows read, 480 written, 8 duplicate, 12 quarantined; 2 dates touched, 1 restated; 8.4 s");
  }

  @Test
  void aggregateNamesItsRelations() {
    Report report = report(AggregateJob.COMMAND);
    report.table("daily", 4, 90, 1000);
    report.table("all_time", 2, 1, 100);

    assertThat(line(AggregateJob.COMMAND, report, Outcome.SUCCEEDED))
        .isEqualTo(
            "SUCCEEDED aggregate readings: daily version 4 with 90 rows, all_time version 2 with 1 row; 0 dates touched; 8.4 s");
  }

  @Test
  void qualityNamesTheChecksThatWereViolated() {
    Report report = report(QualityJob.COMMAND);
    report.check("no_gaps", "fail", 0, List.of());
    report.check("no_negatives", "fail", 3, List.of());
    report.check("ids_on_two_dates", "warn", 1, List.of());

    assertThat(line(QualityJob.COMMAND, report, Outcome.GATE_FAILED))
        .isEqualTo(
            "GATE FAILED quality readings: 1 check passed, 1 failed (no_negatives: 3 rows), 1 warned (ids_on_two_dates: 1 row)");
  }

  @Test
  void aMessageOfManyLinesStaysOnOne() {
    Report report = report(TransformJob.COMMAND);
    report.message("Cannot load pipeline 'readings':\n  rules.sql is missing\n  key: missing");

    assertThat(line(TransformJob.COMMAND, report, Outcome.INVALID))
        .isEqualTo("INVALID transform readings: Cannot load pipeline 'readings'");
  }

  private static Report report(Command command) {
    return new Report(command.name(), "run-1", Optional.of("readings"), START);
  }

  private static String line(Command command, Report report, Outcome outcome) {
    report.end(outcome, START.plusMillis(8_400));
    return OutcomeLine.of(report, command.summary());
  }
}
