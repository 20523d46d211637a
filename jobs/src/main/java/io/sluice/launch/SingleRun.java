// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.Command;
import io.sluice.cli.OptionValues;
import io.sluice.problem.Outcome;
import io.sluice.run.Opening;
import io.sluice.run.ProcessContext;
import io.sluice.run.Report;
import io.sluice.text.Escaped;
import io.sluice.text.OneLine;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** One run from its context to its outcome line: it always ends with a report. */
record SingleRun(
    Command command,
    OptionValues options,
    Report report,
    ReportWriter reporting,
    ProcessContext surroundings) {
  private static final Logger log = LogManager.getLogger(SingleRun.class);

  /**
   * @param opening gives the job its context, or throws why it can't
   */
  Outcome carryOut(Opening opening) {
    try {
      Outcome outcome = command.work().run(options, opening);
      report.end(outcome, surroundings.clock().instant());
    } catch (Throwable e) { // Errors too: Hadoop throws one where the disk is full
      boolean silent = report.verdictDetail().isEmpty();
      FailureReport.record(e, report, surroundings.clock().instant());
      if (silent && report.outcome().orElseThrow() == Outcome.UNSAFE) {
        say(OneLine.of("UNSAFE " + report.message().map(OutcomeLine::headline).orElse("")));
      }
      report.message().stream()
          .flatMap(message -> OutcomeLine.listed(message).stream())
          .forEach(line -> say(Escaped.escaped(line)));
    }
    reporting.publish(report);
    say(OutcomeLine.of(report, command.summary()));
    return report.outcome().orElseThrow();
  }

  private void say(String line) {
    if (command.isForPrograms().test(options)) {
      log.info(line);
    } else {
      surroundings.out().println(line);
    }
  }
}
