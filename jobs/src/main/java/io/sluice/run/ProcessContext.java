// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.progress.Progress;
import io.sluice.storage.Storage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Surroundings of the runs of this process.
 *
 * @param out takes verdicts, outcome lines and the lists that people ask for, nothing else
 * @param isTerminal whether a person reads {@code out} as it is printed
 * @param cache the user's folder for what only saves time; empty where there is none
 * @param progress tells the log how far they are
 */
public record ProcessContext(
    Storage storage,
    StopSignal stop,
    PrintStream out,
    Clock clock,
    boolean isTerminal,
    Optional<Path> cache,
    Progress progress) {
  public ProcessContext {
    storage = storage.telling(progress);
  }

  /** Surroundings whose progress begins now. */
  public ProcessContext(
      Storage storage,
      StopSignal stop,
      PrintStream out,
      Clock clock,
      boolean isTerminal,
      Optional<Path> cache) {
    this(storage, stop, out, clock, isTerminal, cache, new Progress(clock));
  }

  /** Surroundings in which {@code out} is kept, or read by a program. */
  public ProcessContext(Storage storage, StopSignal stop, PrintStream out, Clock clock) {
    this(storage, stop, out, clock, false, Optional.empty());
  }
}
