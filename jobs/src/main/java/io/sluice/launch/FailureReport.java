// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.Report;
import io.sluice.text.OneLine;
import java.io.FileNotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.AnalysisException;

/**
 * Turns whatever a job threw into the end of its report, and logs it: a {@link Problem} as it is, a
 * file that is gone or damaged as an unsafe one, everything else with what to do about the machine.
 */
final class FailureReport {
  private static final Logger log = LogManager.getLogger(FailureReport.class);

  /** Spark's messages can hold whole plans and stack traces. */
  private static final int MAX_REASON_LENGTH = 300;

  private static final Pattern DATA_FILE = Pattern.compile("\\S+/tables/\\S+\\.parquet");

  /** Spark's name for a file that is gone before a query starts; later Java has an exception. */
  private static final String PATH_NOT_FOUND = "PATH_NOT_FOUND";

  /** Hadoop's words for a file that isn't what was written. */
  private static final Pattern DAMAGED = Pattern.compile("^Checksum error: (.+) at \\d+ exp: .*$");

  /**
   * Next steps by what a message says, in lower case: errors of the file system have no classes of
   * their own.
   */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "no space left on device", "make room on the disk, then rerun the same command",
          "disk quota exceeded", "make room on the disk, then rerun the same command",
          "permission denied", "let %s read and write the data, then rerun the same command",
          "read-only file system", "make the data writable, then rerun the same command");

  private FailureReport() {}

  static void record(Throwable thrown, Report report, Instant when) {
    List<Throwable> causes = causes(thrown);
    Optional<Problem> problem =
        causes.stream()
            .filter(Problem.class::isInstance)
            .map(Problem.class::cast)
            .findFirst()
            .or(() -> unreadable(causes, report.pipeline().orElse("")));
    if (problem.isPresent()) {
      record(problem.get(), report, when);
    } else {
      log.error("Cannot finish {}", report.job(), thrown);
      report.message(
          "Cannot finish %s: %s; the log on stderr has the stack trace"
              .formatted(report.job(), reason(causes.get(causes.size() - 1))));
      report.nextStep(remedy(causes));
      report.end(Outcome.FAILED, when);
    }
  }

  private static void record(Problem problem, Report report, Instant when) {
    problem.getMessage().lines().forEach(log::error);
    if (problem.getCause() != null && problem.outcome() == Outcome.FAILED) {
      log.error("Caused by", problem.getCause());
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

  private static String remedy(List<Throwable> causes) {
    if (causes.stream().anyMatch(OutOfMemoryError.class::isInstance)) {
      return "give the driver more memory (SLUICE_DRIVER_MEMORY), then rerun the same command";
    }
    return causes.stream()
        .map(cause -> String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT))
        .flatMap(
            message ->
                REMEDIES.entrySet().stream()
                    .filter(remedy -> message.contains(remedy.getKey()))
                    .map(remedy -> remedy.getValue().formatted(System.getProperty("user.name"))))
        .findFirst()
        .orElse("rerun the same command; where it fails again, read the log");
  }

  /**
   * A file that is gone or damaged. Nobody looks for every file before a run, so that it is found
   * out by who reads it; running again won't help.
   */
  private static Optional<Problem> unreadable(List<Throwable> causes, String pipeline) {
    return matching(causes, FailureReport::isLoss, DATA_FILE)
        .map(
            file ->
                "Cannot read a table of %s: its data file %s is gone"
                    .formatted(pipeline, OneLine.of(file.group())))
        .or(
            () ->
                matching(causes, ChecksumException.class::isInstance, DAMAGED)
                    .map(
                        file ->
                            "Cannot read %s: it isn't what was written, says the checksum beside it"
                                .formatted(OneLine.of(file.group(1)))))
        .map(message -> Problem.unsafe(message, "./sluice doctor --pipeline " + pipeline));
  }

  private static boolean isLoss(Throwable cause) {
    return cause instanceof FileNotFoundException
        || (cause instanceof AnalysisException before
            && PATH_NOT_FOUND.equals(before.getErrorClass()));
  }

  private static Optional<Matcher> matching(
      List<Throwable> causes, Predicate<Throwable> kind, Pattern message) {
    return causes.stream()
        .filter(kind)
        .map(cause -> message.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst();
  }
}
