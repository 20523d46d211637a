// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Says in the log what a batch has come through, and how long each step took. */
final class Progress {
  private static final Logger log = LogManager.getLogger(Progress.class);

  private final long batch;
  private long last = System.nanoTime();

  Progress(long batch) {
    this.batch = batch;
  }

  /** Ends a step. */
  void done(String step, Object... figures) {
    long now = System.nanoTime();
    log.info(
        "batch {}: {}, {} s", batch, step.formatted(figures), "%.1f".formatted((now - last) / 1e9));
    last = now;
  }
}
