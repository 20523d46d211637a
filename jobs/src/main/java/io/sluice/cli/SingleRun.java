package io.sluice.cli;

import io.sluice.problem.Outcome;
import io.sluice.run.OneLine;
import io.sluice.run.Report;
import io.sluice.run.RunContext;
import io.sluice.run.Surroundings;
import java.util.concurrent.Callable;

/** One run from its context to its outcome line: whatever happens, it ends with a report. */
record SingleRun<O>(Step<O> step, Report report, Reporting reporting, Surroundings surroundings) {

  /**
   * @param opening gives the job its context, or throws why it can't
   */
  Outcome carryOut(Callable<RunContext> opening) {
    try {
      Outcome outcome = step.job().run(step.options(), opening.call());
      report.end(outcome, surroundings.clock().instant());
    } catch (Throwable e) { // Errors too: Hadoop throws one where the disk is full
      boolean silent = report.verdictDetail().isEmpty();
      Ending.record(e, report, surroundings.clock().instant());
      if (silent && report.outcome().orElseThrow() == Outcome.UNSAFE) {
        surroundings.out().println(OneLine.of("UNSAFE " + report.message().orElse("")));
      }
    }
    reporting.publish(report);
    surroundings.out().println(OutcomeLine.of(report, step.command().summary()));
    return report.outcome().orElseThrow();
  }
}
