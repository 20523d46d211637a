// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One aggregation: a relation and the query that makes it.
 *
 * @param reads the transformed table and other aggregations, as far as the query reads them
 * @param overlap how far around a touched date other dates are affected
 * @param streaming how a stream reads and writes
 */
public record Aggregation(
    String relation,
    Materialization materialized,
    SqlFile sql,
    Set<String> reads,
    Optional<Duration> overlap,
    Streaming streaming) {

  public Aggregation {
    reads = Set.copyOf(reads);
  }

  /** One that is no stream. */
  public Aggregation(
      String relation,
      Materialization materialized,
      SqlFile sql,
      Set<String> reads,
      Optional<Duration> overlap) {
    this(relation, materialized, sql, reads, overlap, Streaming.NONE);
  }
}
