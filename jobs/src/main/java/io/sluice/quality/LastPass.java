// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.pipeline.Stage;
import io.sluice.problem.Outcome;
import io.sluice.run.ReportFiles;
import io.sluice.run.RunContext;
import io.sluice.run.Version;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Last run of the checks, as its report has it, where nothing failed.
 *
 * @param runId the run that the report is of
 */
record LastPass(String runId) {
  /**
   * The last run, where it passed the same checks on the same change. After a look of doctor's,
   * which may have mended tables, everything is checked anew.
   *
   * @param change the last of the log
   * @param hash of all that decides what is checked
   */
  static Optional<LastPass> of(RunContext context, long change, Stage stage, String hash) {
    ReportFiles reports = new ReportFiles(context.storage(), context.data());
    String doctored = reports.last("doctor").map(LastPass::startedAt).orElse("");
    return reports
        .last("quality")
        .filter(report -> hasPassed(report) && isOf(report, change, stage, hash))
        .filter(report -> startedAt(report).compareTo(doctored) > 0)
        .map(report -> new LastPass(report.path("run_id").asText()));
  }

  private static String startedAt(JsonNode report) {
    return report.path("started_at").asText();
  }

  private static boolean hasPassed(JsonNode report) {
    String outcome = report.path("outcome").asText();
    return Stream.of(Outcome.SUCCEEDED, Outcome.NOTHING_TO_DO)
        .map(Outcome::label)
        .anyMatch(outcome::equals);
  }

  private static boolean isOf(JsonNode report, long change, Stage stage, String hash) {
    JsonNode checked = report.path("checked");
    return checked.path("change").asLong(-1) == change
        && checked.path("stage").asText().equals(stage.label())
        && checked.path("hash").asText().equals(hash)
        && report.path("sluice_version").asText().equals(Version.CURRENT);
  }
}
