// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One quality check: a query that returns the rows that violate it.
 *
 * @param reads the relations that the query reads
 */
public record QualityCheck(
    String name, Severity severity, Stage stage, SqlFile sql, Set<String> reads) {
  /** The names of the checks that every pipeline has. */
  static final List<String> BUILT_IN =
      List.of(
          "rejected_files",
          "ledger_balances",
          "quarantine_open",
          "extra_columns",
          "freshness",
          "ignored_files");

  /** Functions whose value is another each time, with or without parentheses. */
  private static final Pattern CHANGING =
      Pattern.compile(
          "\\b(now|curdate|current_\\w+|localtimestamp|unix_timestamp|rand\\w*|uuid|shuffle)\\b",
          Pattern.CASE_INSENSITIVE);

  public QualityCheck {
    reads = Set.copyOf(reads);
  }

  /** Says whether it finds the same each time while the tables stay the same. */
  public boolean isRepeatable() {
    return !CHANGING.matcher(sql.meaning()).find();
  }
}
