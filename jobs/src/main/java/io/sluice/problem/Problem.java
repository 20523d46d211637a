// SPDX-License-Identifier: Apache-2.0
package io.sluice.problem;

/**
 * The one exception for what users can mend. Its message reads "Cannot do this to that: why;
 * remedy", its outcome decides the exit code. Anything else that is thrown is a bug and keeps its
 * stack trace.
 */
public final class Problem extends RuntimeException {
  private final Outcome outcome;
  private final String nextStep;

  /**
   * @param outcome how the run ends because of it
   * @param message what could not be done, why, and the remedy
   * @param nextStep what to type next, or an empty string where the message says it all
   */
  public Problem(Outcome outcome, String message, String nextStep) {
    super(message);
    this.outcome = outcome;
    this.nextStep = nextStep;
  }

  /** Bad arguments or a bad pipeline folder. */
  public static Problem invalid(String message) {
    return new Problem(Outcome.INVALID, message, "");
  }

  /** Something failed that a retry may help. */
  public static Problem failed(String message) {
    return new Problem(Outcome.FAILED, message, "");
  }

  /** Change log, tables or input disagree; {@code nextStep} is the command that repairs it. */
  public static Problem unsafe(String message, String nextStep) {
    return new Problem(Outcome.UNSAFE, message, nextStep);
  }

  /** Another run holds the pipeline or overtook this one. */
  public static Problem busy(String message) {
    return new Problem(
        Outcome.BUSY, message, "wait for the other run to end, then rerun the same command");
  }

  /** The same problem with a cause, for the log. */
  public Problem causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  public Outcome outcome() {
    return outcome;
  }

  public String nextStep() {
    return nextStep;
  }
}
