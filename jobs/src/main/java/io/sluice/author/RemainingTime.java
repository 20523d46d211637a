// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import java.time.Duration;
import java.time.Instant;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Says in the log, now and then, how much of some equal steps is done, and how long the rest takes.
 */
final class RemainingTime {
  private static final Logger log = LogManager.getLogger(RemainingTime.class);
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);

  private final RunContext context;
  private final String step;
  private final int all;
  private final Instant start;
  private Instant told;
  private int done;

  /**
   * @param step what one of them is called
   */
  RemainingTime(RunContext context, String step, int all) {
    this.context = context;
    this.step = step;
    this.all = all;
    this.start = now();
    this.told = start;
  }

  /** Counts a step. */
  void done() {
    done++;
    Instant now = now();
    if (done < all && Duration.between(told, now).compareTo(NOW_AND_THEN) >= 0) {
      told = now;
      long seconds = Duration.between(start, now).toMillis() * (all - done) / done / 1000;
      log.info(
          "{} of {} done, {} %, about {} s left",
          done, Counted.of(all, step), 100 * done / all, seconds);
    }
  }

  private Instant now() {
    return context.surroundings().clock().instant();
  }
}
