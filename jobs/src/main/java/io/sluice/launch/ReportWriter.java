// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.DataFolder;
import io.sluice.run.Report;
import io.sluice.run.ReportFiles;
import io.sluice.storage.Storage;
import io.sluice.text.OneLine;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Writes the report of a run that ended: among the runs of its pipeline, then the copy that
 * --report asks for. A run whose report can't be written has failed, however well it went.
 *
 * @param data where the pipeline's data is; empty where there is no such pipeline
 * @param copy where the copy goes
 */
record ReportWriter(Storage storage, Optional<DataFolder> data, Optional<Path> copy) {
  private static final Logger log = LogManager.getLogger(ReportWriter.class);

  void publish(Report report) {
    int attempt = data.map(folder -> writeAmongRuns(report, folder)).orElse(1);
    copy.ifPresent(path -> writeCopy(report, attempt, path));
  }

  private int writeAmongRuns(Report report, DataFolder folder) {
    int attempt = 1;
    try {
      ReportFiles files = new ReportFiles(storage, folder);
      attempt = files.nextAttempt(report);
      files.write(report, attempt);
    } catch (Throwable e) {
      fail(report, "into " + folder.runs(), "that --data can be written", e);
    }
    return attempt;
  }

  private void writeCopy(Report report, int attempt, Path path) {
    try {
      storage.replace(storage.qualify(path), report.json(attempt));
    } catch (Throwable e) {
      fail(report, "to " + path, "--report", e);
    }
  }

  /** Keeps the outcome of a run that went wrong before: that is what has to be looked at. */
  private static void fail(Report report, String where, String remedy, Throwable cause) {
    log.error("Cannot write the report", cause);
    if (report.outcome().orElseThrow().exitCode() == 0) {
      report.doing("wrote its report");
      Outcome outcome =
          FailureReport.known(Failure.of(cause, report))
              .map(Problem::outcome)
              .orElse(Outcome.FAILED);
      String message = "Cannot write the report %s: %s; check %s";
      report.message(OneLine.of(message.formatted(where, cause.getMessage(), remedy)));
      report.nextStep(
          outcome == Outcome.FAILED
              ? "rerun the same command; it finds what this run has done"
              : "mend that, then run the same command again; it finds what this run has done");
      report.end(outcome, report.finishedAt());
    }
  }
}
