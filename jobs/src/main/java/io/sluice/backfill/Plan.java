// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.Change;
import io.sluice.change.DateRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A backfill that was prepared and waits for a yes.
 *
 * @param base the last change of the log when it was made
 * @param change what it was to be then, without what depends on the tables' other rows
 * @param fields what a report says of it
 */
record Plan(String id, Instant createdAt, long base, Change change, Map<String, Object> fields) {
  /** Age at which a plan expires; maintain removes what is older. */
  static final Duration KEPT = Duration.ofDays(7);

  /**
   * Fills in what a report says.
   *
   * @param columns how the table's columns would change, in words
   */
  void describe(
      PlanFigures figures, List<String> columns, RawFiles raw, PreparedBackfill restatement) {
    fields.put("id", id);
    fields.put("from", range().from().toString());
    fields.put("to", range().to().toString());
    fields.put("all", range().isAll());
    fields.put("columns", columns);
    fields.put("dates", figures.fields());
    fields.put("files", raw.paths().size());
    fields.put("bytes", raw.bytes());
    fields.put("bytes_written", restatement.rows().bytes());
    fields.put("expires_at", expiresAt().toString());
  }

  DateRange range() {
    return change.replaced().orElseThrow().dates();
  }

  Instant expiresAt() {
    return createdAt.plus(KEPT);
  }
}
