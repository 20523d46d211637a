// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Aggregation;

/**
 * What keeps an aggregation from being brought up to date before a person asks for its full
 * refresh.
 *
 * @param brief in a few words, for verdict and status
 * @param why the same for the problem that the run ends with
 * @param otherwise another way on than the full refresh, or nothing
 */
public record Obstacle(String brief, String why, String otherwise) {
  static Obstacle otherSql(Aggregation aggregation) {
    return new Obstacle(
        "the SQL has changed",
        "its rows were made by other SQL than %s has now, and to make them anew is to read all history, which is not done unasked"
            .formatted(aggregation.sql().name()),
        ", or change the SQL back");
  }

  /** A stream that can't go on from where it is: its rows stay as they are. */
  static Obstacle stale(String brief) {
    return new Obstacle(
        brief, brief + "; its rows stay as they are until a full refresh makes them anew", "");
  }
}
