// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.storage.Storage;
import java.io.PrintStream;
import java.time.Clock;

/**
 * Surroundings of the runs of this process.
 *
 * @param out takes verdicts, outcome lines and the lists that people ask for, nothing else
 * @param isTerminal whether a person reads {@code out} as it is printed
 */
public record ProcessContext(
    Storage storage, StopSignal stop, PrintStream out, Clock clock, boolean isTerminal) {
  /** Surroundings in which {@code out} is kept, or read by a program. */
  public ProcessContext(Storage storage, StopSignal stop, PrintStream out, Clock clock) {
    this(storage, stop, out, clock, false);
  }
}
