package io.sluice.e2e.faults;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a process ends: right before or right after an operation.
 *
 * @param path a pattern of the path within the pipeline's folder
 * @param occurrence which of the operations that match, from 1
 */
record CrashPoint(String job, When when, Operation.Verb verb, Pattern path, int occurrence) {
  enum When {
    BEFORE,
    AFTER
  }

  static CrashPoint before(String job, Operation.Verb verb, String path) {
    return new CrashPoint(job, When.BEFORE, verb, Pattern.compile(path), 1);
  }

  static CrashPoint after(String job, Operation.Verb verb, String path) {
    return new CrashPoint(job, When.AFTER, verb, Pattern.compile(path), 1);
  }

  /** The same, but not the first time. */
  CrashPoint time(int number) {
    return new CrashPoint(job, when, verb, path, number);
  }

  boolean matches(When now, Operation operation) {
    return now == when && operation.verb() == verb && path.matcher(operation.path()).matches();
  }

  @Override
  public String toString() {
    return "%s, %s %s number %d of %s"
        .formatted(
            job,
            when.name().toLowerCase(Locale.ROOT),
            verb.name().toLowerCase(Locale.ROOT),
            occurrence,
            path);
  }
}
