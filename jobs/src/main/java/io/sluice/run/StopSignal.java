// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.problem.Problem;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Tells whether this process was asked to stop. Jobs look at it between batches, so that a batch is
 * finished or not begun. The JVM's own answer to SIGTERM would be to run its shutdown hooks at
 * once, and Spark's would stop the session under the feet of the batch.
 */
public final class StopSignal {
  private static final Logger log = LogManager.getLogger(StopSignal.class);

  private final AtomicReference<String> signal = new AtomicReference<>();

  /** A stop signal that SIGTERM and SIGINT raise; the second one ends the process at once. */
  public static StopSignal ofProcess() {
    StopSignal stop = new StopSignal();
    stop.listenTo("TERM");
    stop.listenTo("INT");
    return stop;
  }

  /** Asks the run to stop, as SIGTERM does. */
  public void request() {
    signal.compareAndSet(null, "SIGTERM");
  }

  public boolean requested() {
    return signal.get() != null;
  }

  /** Throws the problem that ends the run, if it was asked for. */
  public void check() {
    if (requested()) {
      throw Problem.failed(
          "Stopped by "
              + signal.get()
              + " between two batches; rerun the same command, it goes on where this one stopped");
    }
  }

  private void listenTo(String name) {
    try {
      new IrqHandler(
              name,
              received -> {
                if (!signal.compareAndSet(null, "SIG" + name)) {
                  Runtime.getRuntime().halt(128 + received.getNumber());
                }
                log.warn(
                    "Got SIG{}: stopping after the current batch; a second one stops now", name);
              })
          .bind();
    } catch (IllegalArgumentException e) {
      // The JVM keeps its signals to itself where it was started with -Xrs.
      log.warn("Cannot stop between batches at SIG{}: {}", name, e.getMessage());
    }
  }
}
