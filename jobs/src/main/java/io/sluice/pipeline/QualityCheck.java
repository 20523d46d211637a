// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.Set;

/**
 * One quality check: a query that returns the rows that violate it.
 *
 * @param reads the relations that the query reads
 */
public record QualityCheck(
    String name, Severity severity, Stage stage, SqlFile sql, Set<String> reads) {

  public QualityCheck {
    reads = Set.copyOf(reads);
  }
}
