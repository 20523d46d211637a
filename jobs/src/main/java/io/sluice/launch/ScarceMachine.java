// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Problem;
import java.util.Map;
import java.util.Optional;

/** A disk that is full, or memory that is used up: it passes once there is more. */
final class ScarceMachine implements KnownCause {
  private static final String MORE_ROOM = "make room on the disk, then rerun the same command";
  private static final String MORE_EXECUTOR_MEMORY =
      "give the executors more memory (spark.executor.memory), then rerun the same command";

  /**
   * Next steps by what a message says, in lower case: these errors have no classes of their own.
   */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "no space left on device", MORE_ROOM,
          "not enough space", MORE_ROOM,
          "quota exceeded", MORE_ROOM,
          "diskspace quota", MORE_ROOM,
          "namespace quota", MORE_ROOM,
          "exceeding memory limits", MORE_EXECUTOR_MEMORY,
          "oomkilled", MORE_EXECUTOR_MEMORY,
          "(exit code 137)", MORE_EXECUTOR_MEMORY);

  @Override
  public Optional<Problem> of(Failure failure) {
    return failure
        .last(OutOfMemoryError.class)
        .map(
            cause ->
                "give the driver more memory (SLUICE_DRIVER_MEMORY), then rerun the same command")
        .or(
            () ->
                REMEDIES.entrySet().stream()
                    .filter(remedy -> failure.last(says(remedy.getKey())).isPresent())
                    .map(Map.Entry::getValue)
                    .findFirst())
        .map(remedy -> PassingTrouble.passing(failure, remedy));
  }

  private static java.util.function.Predicate<Failure.Cause> says(String text) {
    return cause -> cause.says(text);
  }
}
