// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Problem;
import java.util.Optional;

/**
 * A thread whose stack was too small. Spark walks through expressions by recursion, so that what is
 * nested a thousand times needs more than Java gives a thread by default.
 */
final class TooDeep implements KnownCause {
  /** Spark tells of a task's error by its name alone. */
  private static final String NAME = "java.lang.stackoverflowerror";

  @Override
  public Optional<Problem> of(Failure failure) {
    return failure
        .last(cause -> cause.is(StackOverflowError.class) || cause.says(NAME))
        .map(
            cause ->
                Problem.invalid(
                    "%s: an expression is nested too deep for the stack of a Java thread; nest it less, by several rules or subselects in the place of one, or give threads more: SLUICE_JAVA_OPTS=-Xss512m for ./sluice, --driver-java-options -Xss512m --conf spark.executor.extraJavaOptions=-Xss512m for spark-submit"
                        .formatted(failure.what())));
  }
}
