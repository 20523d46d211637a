// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import io.sluice.testing.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Lets jobs in this JVM find the disk full, where {@link Crashes} are enabled. */
public final class FullDisk {
  private FullDisk() {}

  /** Runs a job that can't make any file in the pipeline's folder. */
  public static RunResult during(Crashes.Run run) throws IOException {
    return failing(() -> new UncheckedIOException(new IOException("No space left on device")), run);
  }

  /** The same with another exception instead. */
  public static RunResult failing(Supplier<RuntimeException> exception, Crashes.Run run)
      throws IOException {
    ObservedFiles.observe(
        new Observer() {
          @Override
          public void before(Operation operation) {
            if (operation.verb() == Operation.Verb.CREATE) {
              throw exception.get();
            }
          }
        });
    try {
      return run.start();
    } finally {
      ObservedFiles.observe(Observer.NONE);
      Crashes.forget();
    }
  }
}
