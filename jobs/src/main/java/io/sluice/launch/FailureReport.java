// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.Report;
import io.sluice.text.OneLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Turns whatever a job threw into the end of its report, and logs it. */
final class FailureReport {
  private static final Logger LOG = LogManager.getLogger(FailureReport.class);

  /** Spark's messages can hold whole plans and stack traces. */
  private static final int MAX_REASON_LENGTH = 300;

  private FailureReport() {}

  static void record(Throwable thrown, Report report, Instant when) {
    List<Throwable> causes = causes(thrown);
    Optional<Problem> problem =
        causes.stream()
            .filter(Problem.class::isInstance)
            .map(Problem.class::cast)
            .findFirst()
            .or(() -> UnreadableFile.among(causes, report.pipeline().orElse("")));
    if (problem.isPresent()) {
      record(problem.get(), report, when);
    } else {
      LOG.error("Cannot finish {}", report.job(), thrown);
      report.message(
          "Cannot finish %s: %s; the log on stderr has the stack trace"
              .formatted(report.job(), reason(causes.get(causes.size() - 1))));
      report.nextStep(MachineRemedy.of(causes));
      report.end(Outcome.FAILED, when);
    }
  }

  private static void record(Problem problem, Report report, Instant when) {
    problem.getMessage().lines().forEach(LOG::error);
    if (problem.getCause() != null && problem.outcome() == Outcome.FAILED) {
      LOG.error("Caused by", problem.getCause());
    }
    report.message(problem.getMessage());
    if (!problem.nextStep().isEmpty()) {
      report.nextStep(problem.nextStep());
    }
    report.end(problem.outcome(), when);
  }

  /** The throwable and what caused it, outermost first; a circle is walked once. */
  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = thrown; next != null && !causes.contains(next); next = next.getCause()) {
      causes.add(next);
    }
    return causes;
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    String reason =
        OneLine.of(cause.getClass().getSimpleName() + (message.isBlank() ? "" : ": " + message));
    return reason.length() <= MAX_REASON_LENGTH
        ? reason
        : reason.substring(0, MAX_REASON_LENGTH) + "…";
  }
}
