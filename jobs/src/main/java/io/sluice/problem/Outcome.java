// SPDX-License-Identifier: Apache-2.0
package io.sluice.problem;

import java.util.Locale;

/** Outcome of a run, and the exit code that says so. After 2, 3 and 5 a plain retry never helps. */
public enum Outcome {
  SUCCEEDED(0),
  NOTHING_TO_DO(0),
  FAILED(1),
  INVALID(2),
  GATE_FAILED(3),
  BUSY(4),
  UNSAFE(5);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  /** The name that reports use, such as {@code nothing_to_do}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
