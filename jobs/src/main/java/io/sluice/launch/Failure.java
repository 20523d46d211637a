// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.run.Report;
import io.sluice.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;

/**
 * What ended a run without a problem of its own: what the run was doing, and everything that was
 * thrown, outermost first.
 *
 * @param pipeline its name; empty where the command line gave none
 * @param doing such as {@code computed daily_pages}; empty where the run had not begun
 */
record Failure(String job, String pipeline, Optional<String> doing, List<Cause> causes) {
  /** Spark's messages can hold whole plans and stack traces. */
  private static final int MAX_REASON_LENGTH = 300;

  /** How Spark tells of an exception that it could not send to the driver as one. */
  private static final Pattern TOLD =
      Pattern.compile("(?m)((?:[a-z_]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error)): ?(.*)$");

  private static final Pattern READ_FILE =
      Pattern.compile("(?i)(?:error while reading|while reading) file (\\S+?)[.,]?(?:\\s|$)");

  /**
   * One of the things that were thrown.
   *
   * @param type its class; that of a failed task may be known by its text alone
   */
  record Cause(Class<?> type, String message, Optional<Throwable> thrown) {
    boolean is(Class<?> kind) {
      return kind.isAssignableFrom(type);
    }

    boolean says(String text) {
      return message.toLowerCase(java.util.Locale.ROOT).contains(text);
    }

    /** Class and message on one line, not too long. */
    String reason() {
      String reason =
          OneLine.of(type.getSimpleName() + (message.isBlank() ? "" : ": " + message.strip()));
      return reason.length() <= MAX_REASON_LENGTH
          ? reason
          : reason.substring(0, MAX_REASON_LENGTH) + "…";
    }

    private static Cause of(Throwable thrown) {
      String message = thrown.getMessage() == null ? "" : thrown.getMessage();
      return new Cause(thrown.getClass(), message, Optional.of(thrown));
    }
  }

  static Failure of(Throwable thrown, Report report) {
    List<Cause> causes = new ArrayList<>();
    walk(thrown).forEach(each -> causes.add(Cause.of(each)));
    Cause root = causes.get(causes.size() - 1);
    if (root.is(SparkException.class)) {
      causes.addAll(told(root.message()));
    }
    return new Failure(report.job(), report.pipeline().orElse(""), report.doing(), causes);
  }

  /** The throwable and what caused it, outermost first; a circle is walked once. */
  static List<Throwable> walk(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = thrown; next != null && !causes.contains(next); next = next.getCause()) {
      causes.add(next);
    }
    return causes;
  }

  private static List<Cause> told(String message) {
    List<Cause> causes = new ArrayList<>();
    Matcher matcher = TOLD.matcher(message);
    while (matcher.find()) {
      try {
        Class<?> type =
            Class.forName(matcher.group(1), false /* as it is */, Failure.class.getClassLoader());
        causes.add(new Cause(type, matcher.group(2), Optional.empty()));
      } catch (ClassNotFoundException | LinkageError e) {
        // No exception of ours or of Spark: its name says nothing.
      }
    }
    return causes;
  }

  Cause root() {
    return causes.get(causes.size() - 1);
  }

  /** The innermost cause of some kind. */
  Optional<Cause> last(Predicate<Cause> kind) {
    return causes.stream().filter(kind).reduce((outer, inner) -> inner);
  }

  Optional<Cause> last(Class<?> kind) {
    return last(cause -> cause.is(kind));
  }

  /** The first match of a pattern in what causes of some kind say. */
  Optional<Matcher> match(Predicate<Cause> kind, Pattern pattern) {
    return causes.stream()
        .filter(kind)
        .map(cause -> pattern.matcher(cause.message()))
        .filter(Matcher::find)
        .findFirst();
  }

  /** Text such as {@code Cannot finish transform while it wrote batch 3 (a.csv) to visits}. */
  String what() {
    String file = match(cause -> true, READ_FILE).map(found -> ", in " + found.group(1)).orElse("");
    return "Cannot finish " + job + doing.map(" while it "::concat).orElse("") + OneLine.of(file);
  }
}
