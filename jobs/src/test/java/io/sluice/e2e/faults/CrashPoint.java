// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a process ends: right before or right after an operation.
 *
 * @param path a pattern of the path within the pipeline's folder
 * @param occurrence which of the operations that match, from 1
 */
public record CrashPoint(
    String job, When when, Set<Operation.Verb> verbs, Pattern path, int occurrence) {
  /** On which side of the operation. */
  public enum When {
    BEFORE,
    AFTER
  }

  static CrashPoint before(String job, Operation.Verb verb, String path) {
    return new CrashPoint(job, When.BEFORE, EnumSet.of(verb), Pattern.compile(path), 1);
  }

  static CrashPoint after(String job, Operation.Verb verb, String path) {
    return new CrashPoint(job, When.AFTER, EnumSet.of(verb), Pattern.compile(path), 1);
  }

  /** At one of all its operations, by their number. */
  public static CrashPoint numbered(String job, When when, int number) {
    return new CrashPoint(
        job, when, EnumSet.allOf(Operation.Verb.class), Pattern.compile(".*"), number);
  }

  /** Right after a table got a commit for the first time in the run. */
  public static CrashPoint afterCommitTo(String job, String relation) {
    return after(
        job, Operation.Verb.RENAME, "tables/%s/_delta_log/\\d+\\.json".formatted(relation));
  }

  /** The same, but not the first time. */
  CrashPoint time(int number) {
    return new CrashPoint(job, when, verbs, path, number);
  }

  boolean matches(When now, Operation operation) {
    return now == when
        && verbs.contains(operation.verb())
        && path.matcher(operation.path()).matches();
  }

  /** Where it is in the job. */
  public String place() {
    String side = when.name().toLowerCase(Locale.ROOT);
    return verbs.size() == 1
        ? "%s %s number %d of %s"
            .formatted(
                side, verbs.iterator().next().name().toLowerCase(Locale.ROOT), occurrence, path)
        : "%s file operation %d".formatted(side, occurrence);
  }

  @Override
  public String toString() {
    return job + ", " + place();
  }
}
