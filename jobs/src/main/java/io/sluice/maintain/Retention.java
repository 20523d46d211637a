// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.pipeline.Aggregation;
import io.sluice.run.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Time since which everything stays: no version that was current then or later loses a file, and
 * nothing that was written since then goes.
 *
 * @param limit what keeps more than was asked for, empty where nothing does
 */
record Retention(Instant since, String limit) {
  /**
   * A plan's file is written after the data that it names; no preparation takes longer than this.
   */
  private static final Duration LONGEST_PREPARATION = Duration.ofDays(1);

  /**
   * @param keep what was asked for
   * @param oldestPlan when the oldest plan that can still be applied was made
   */
  static Retention of(
      RunContext context,
      ChangeLog changes,
      Duration keep,
      Instant now,
      Optional<Instant> oldestPlan) {
    Retention asked = new Retention(now.minus(keep), "");
    Retention planned =
        oldestPlan
            .map(made -> asked.atLeast(made.minus(LONGEST_PREPARATION), "a plan waits for its yes"))
            .orElse(asked);
    LogState state = changes.position().state();
    return furthestBehind(context, state)
        .map(
            relation -> {
              Change change = firstOfData(changes, state.coveredBy(relation), state.lastData());
              return planned.atLeast(
                  change.recordedAt(),
                  "%s doesn't cover change %d; run aggregate".formatted(relation, change.number()));
            })
        .orElse(planned);
  }

  /** The first change of data after another; where there is none, the last change of data. */
  private static Change firstOfData(ChangeLog changes, long covered, long last) {
    Change change = changes.read(covered + 1);
    while (!change.body().isOfData() && change.number() < last) {
      change = changes.read(change.number() + 1);
    }
    return change;
  }

  /** The aggregation that will read what the most changes have added, and their tables. */
  private static Optional<String> furthestBehind(RunContext context, LogState state) {
    return context.pipeline().aggregations().stream()
        .map(Aggregation::relation)
        .filter(relation -> state.coveredBy(relation) < state.lastData())
        .min(Comparator.comparing(state::coveredBy));
  }

  private Retention atLeast(Instant earlier, String because) {
    return earlier.isBefore(since)
        ? new Retention(
            earlier, "nothing younger than %s was removed: %s".formatted(earlier, because))
        : this;
  }
}
