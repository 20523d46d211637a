// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.run.RunContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Author, time and reason of a decision.
 *
 * @param reason in the words of who decided; may be empty for a retry
 * @param by such as {@code anna@host}
 */
public record Attribution(String reason, String by, Instant at, String runId) {
  /** A decision of who started a run, made now. */
  public static Attribution of(RunContext context, String reason) {
    return new Attribution(
        reason, context.startedBy(), Instant.now().truncatedTo(ChronoUnit.MICROS), context.runId());
  }
}
