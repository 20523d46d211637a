// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.run.Report;
import io.sluice.text.OneLine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last line of a run on stdout: how it ended, for whom, and what comes next. */
final class OutcomeLine {
  private OutcomeLine() {}

  static String of(Report report, Function<Report, String> summary) {
    Outcome outcome = report.outcome().orElseThrow();
    return OneLine.of(
        "%s %s %s: %s%s"
            .formatted(
                outcome.name().replace('_', ' '),
                report.job(),
                report.pipeline().orElseThrow(),
                text(report, outcome, summary),
                report.nextStep().map(next -> "; next: " + next).orElse("")));
  }

  private static String text(Report report, Outcome outcome, Function<Report, String> summary) {
    String figures = summary.apply(report);
    return switch (outcome) {
      case SUCCEEDED ->
          Stream.of(figures, report.message().orElse(""), took(report))
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining("; "));
      case NOTHING_TO_DO ->
          report.message().or(report::verdictDetail).orElse(figures) + "; " + took(report);
      case FAILED, INVALID, GATE_FAILED, BUSY, UNSAFE ->
          report.message().map(OutcomeLine::headline).orElse(figures);
    };
  }

  /** A message without what it lists: the lines from the first one that is indented. */
  static String headline(String message) {
    return message
        .lines()
        .takeWhile(line -> !isListed(line))
        .collect(Collectors.joining("\n"))
        .replaceFirst(":$", "");
  }

  /** What a message lists, one thing a line. */
  static List<String> listed(String message) {
    return message.lines().dropWhile(line -> !isListed(line)).toList();
  }

  private static boolean isListed(String line) {
    return line.startsWith("  ");
  }

  private static String took(Report report) {
    Duration duration = Duration.between(report.startedAt(), report.finishedAt());
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
