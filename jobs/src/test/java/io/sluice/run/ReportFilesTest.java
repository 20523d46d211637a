// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  @TempDir Path folder;

  private ReportFiles files;

  @BeforeEach
  void open() {
    files = new ReportFiles(TestStorage.LOCAL, new DataFolder(TestStorage.path(folder)));
  }

  @Test
  void namesAReportByStartJobAndRunId() throws IOException {
    Report report = report("transform", "run-1", "2026-11-20T03:00:00.9Z");
    files.write(report, 1);

    assertThat(names()).containsExactly("20261120T030000Z-transform-run-1.json");
    assertThat(runs().resolve("20261120T030000Z-transform-run-1.json")).hasContent(report.json(1));
  }

  @Test
  void neverWritesOverAReport() throws IOException {
    for (int attempt = 1; attempt <= 3; attempt++) {
      files.write(report("transform", "run-1", "2026-11-20T03:00:59Z"), attempt);
    }

    assertThat(names())
        .containsExactly(
            "20261120T030059Z-transform-run-1.json",
            "20261120T030100Z-transform-run-1.json",
            "20261120T030101Z-transform-run-1.json");
    assertThat(runs().resolve("20261120T030059Z-transform-run-1.json"))
        .content()
        .contains("\"try\" : 1,");
  }

  @Test
  void countsTheReportsOfThisJobAndRunId() {
    assertThat(files.nextAttempt(report("transform", "run-1", "2026-11-20T03:00:00Z")))
        .isEqualTo(1);

    files.write(report("transform", "run-1", "2026-11-20T03:00:00Z"), 1);
    files.write(report("transform", "run-1", "2026-11-20T04:00:00Z"), 2);
    files.write(report("aggregate", "run-1", "2026-11-20T03:00:00Z"), 1);
    files.write(report("transform", "run-2", "2026-11-20T03:00:00Z"), 1);
    files.write(report("run", "transform-run-1", "2026-11-20T03:00:00Z"), 1);

    assertThat(files.nextAttempt(report("transform", "run-1", "2026-11-20T05:00:00Z")))
        .isEqualTo(3);
  }

  @Test
  void findsReportsByTheirStart() throws IOException {
    files.write(report("transform", "run-1", "2026-11-20T02:59:59Z"), 1);
    files.write(report("run", "run-2", "2026-11-20T03:00:00Z"), 1);
    Files.writeString(runs().resolve("20261119T000000Z.json"), "not a report");

    assertThat(files.before(Instant.parse("2026-11-20T03:00:00Z")))
        .extracting(org.apache.hadoop.fs.Path::getName)
        .containsExactly("20261120T025959Z-transform-run-1.json");
  }

  @Test
  void ofReportsOfOneSecondTheOneWrittenLastIsTheNewest() throws IOException {
    files.write(report("transform", "run-1", "2026-11-20T03:00:00Z"), 1);
    files.write(report("transform", "run-3", "2026-11-20T04:00:00Z"), 1);
    files.write(report("transform", "run-2", "2026-11-20T04:00:00Z"), 1);
    files.write(report("aggregate", "run-1", "2026-11-20T03:00:00Z"), 1);
    Files.writeString(runs().resolve("20261121T000000Z.json"), "not a report");
    Instant written = Instant.parse("2026-11-20T04:01:00Z");
    setWritten(runs().resolve("20261120T030000Z-transform-run-1.json"), written.plusSeconds(9));
    setWritten(runs().resolve("20261120T040000Z-transform-run-2.json"), written);
    setWritten(runs().resolve("20261120T040000Z-transform-run-3.json"), written.plusSeconds(1));

    assertThat(files.newest().values())
        .extracting(org.apache.hadoop.fs.Path::getName)
        .containsExactly(
            "20261120T030000Z-aggregate-run-1.json", "20261120T040000Z-transform-run-3.json");
  }

  private static void setWritten(Path file, Instant at) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(at));
  }

  private static Report report(String job, String runId, String start) {
    Instant started = Instant.parse(start);
    Report report = new Report(job, runId, Optional.of("readings"), started);
    report.end(Outcome.SUCCEEDED, started);
    return report;
  }

  private Path runs() {
    return folder.resolve("runs");
  }

  /** The visible names; the local file system keeps none of its checksums. */
  private String[] names() throws IOException {
    try (var listed = Files.list(runs())) {
      return listed.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }
}
