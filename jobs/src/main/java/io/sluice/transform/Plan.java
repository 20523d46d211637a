package io.sluice.transform;

import io.sluice.change.Change;
import io.sluice.change.DateRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A backfill that was prepared and waits for a yes.
 *
 * @param base the last change of the log when it was made
 * @param change what it was to be then, without what depends on the tables' other rows
 * @param fields what a report says of it
 */
record Plan(String id, Instant createdAt, long base, Change change, Map<String, Object> fields) {
  /** As maintain has it, which removes what is older. */
  static final Duration KEPT = Duration.ofDays(7);

  DateRange range() {
    return change.replaced().orElseThrow().dates();
  }

  Instant expiresAt() {
    return createdAt.plus(KEPT);
  }
}
