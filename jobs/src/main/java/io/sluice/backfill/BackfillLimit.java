// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.DateRange;
import io.sluice.change.LogState;
import io.sluice.change.TableSummary;
import io.sluice.problem.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The last date that a backfill takes: tomorrow, which has begun already where the sun rises first,
 * or a later one that has rows. A range that goes beyond is a slip of the pen.
 */
final class BackfillLimit {
  private BackfillLimit() {}

  /**
   * @param state what is published
   * @throws Problem INVALID, with the last date, where a range ends after it
   */
  static void require(DateRange range, LogState state, Instant now) {
    LocalDate tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
    LocalDate last =
        state
            .standing()
            .flatMap(TableSummary::lastDate)
            .filter(date -> date.isAfter(tomorrow))
            .orElse(tomorrow);
    if (range.to().isAfter(last)) {
      throw Problem.invalid(
          "Cannot backfill %s: it ends in the future, where nothing is published; the last date that can be backfilled is %s"
              .formatted(range, last));
    }
  }
}
