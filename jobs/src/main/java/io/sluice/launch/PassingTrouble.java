// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Trouble with the network, with executors or with a storage that answers badly: a rerun helps as
 * soon as it is over.
 */
final class PassingTrouble implements KnownCause {
  private static final List<String> SAID =
      List.of(
          "executorlostfailure",
          "lost executor",
          "fetchfailed",
          "slave lost",
          "worker lost",
          "sparkcontext was shut down",
          "stopped sparkcontext",
          "connection refused",
          "connection reset",
          "timed out");

  @Override
  public Optional<Problem> of(Failure failure) {
    boolean passes =
        failure.last(PassingTrouble::isOfTheMachine).isPresent()
            || SAID.stream().anyMatch(text -> failure.last(cause -> cause.says(text)).isPresent());
    return passes
        ? Optional.of(
            passing(failure, "rerun the same command; where it fails again, read the log"))
        : Optional.empty();
  }

  private static boolean isOfTheMachine(Failure.Cause cause) {
    return (cause.is(IOException.class) && !cause.is(java.io.NotSerializableException.class))
        || cause.is(UncheckedIOException.class)
        || cause.is(TimeoutException.class)
        || cause.is(InterruptedException.class);
  }

  /** A failure that a rerun may mend, once the next step was followed. */
  static Problem passing(Failure failure, String nextStep) {
    return new Problem(
        Outcome.FAILED,
        "%s: %s; the log on stderr has the stack trace"
            .formatted(failure.what(), failure.root().reason()),
        nextStep);
  }
}
