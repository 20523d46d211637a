// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.Report;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Turns what a job threw into the end of its report, and logs it: a {@link Problem} as it is, what
 * libraries throw by its {@link KnownCause}, and everything else as a bug.
 *
 * <p>A bug ends with 1, because it is unknown whether it is tied to the data or to the moment, and
 * a rerun does no harm. It promises nothing, though: the next step is to look at the log.
 */
final class FailureReport {
  private static final Logger log = LogManager.getLogger(FailureReport.class);

  private FailureReport() {}

  static void record(Throwable thrown, Report report, Instant when) {
    Optional<Problem> problem =
        Failure.walk(thrown).stream()
            .filter(Problem.class::isInstance)
            .map(Problem.class::cast)
            .findFirst();
    if (problem.isPresent()) {
      record(byItsCause(problem.get(), report), report, when);
      return;
    }
    log.error("Cannot finish {}", report.job(), thrown);
    Failure failure = Failure.of(thrown, report);
    end(known(failure).orElseGet(() -> unforeseen(failure)), report, when);
  }

  /** The problem that a failure of a known kind is. */
  static Optional<Problem> known(Failure failure) {
    return KnownCause.ALL.stream().flatMap(cause -> cause.of(failure).stream()).findFirst();
  }

  /** A problem that promises that a rerun helps has to have a cause for which that is true. */
  private static Problem byItsCause(Problem problem, Report report) {
    if (problem.outcome() != Outcome.FAILED || problem.getCause() == null) {
      return problem;
    }
    return known(Failure.of(problem.getCause(), report))
        .filter(cause -> cause.outcome() != Outcome.FAILED)
        .map(cause -> new Problem(cause.outcome(), problem.getMessage(), cause.nextStep()))
        .orElse(problem);
  }

  private static void record(Problem problem, Report report, Instant when) {
    OutcomeLine.headline(problem.getMessage()).lines().forEach(log::error);
    if (problem.getCause() != null && problem.outcome() == Outcome.FAILED) {
      log.error("Caused by", problem.getCause());
    }
    end(problem, report, when);
  }

  private static void end(Problem problem, Report report, Instant when) {
    report.message(problem.getMessage());
    if (!problem.nextStep().isEmpty()) {
      report.nextStep(problem.nextStep());
    }
    report.end(problem.outcome(), when);
  }

  private static Problem unforeseen(Failure failure) {
    return new Problem(
        Outcome.FAILED,
        "%s: %s; nobody foresaw that, and the log on stderr has the stack trace"
            .formatted(failure.what(), failure.root().reason()),
        "look at the lines from FailureReport in the log first; a rerun does no harm, and helps only if the cause has passed");
  }
}
