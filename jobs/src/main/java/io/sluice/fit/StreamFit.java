// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Findings;
import io.sluice.pipeline.OutputColumns;
import io.sluice.pipeline.Streaming;
import io.sluice.pipeline.Streaming.OutputMode;
import io.sluice.spark.AnalysisMessages;
import io.sluice.text.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * What an aggregation that is kept up to date by a stream must and must not have.
 *
 * @param table the name of the transformed table
 * @param columns its columns
 */
record StreamFit(
    Aggregation aggregation,
    String table,
    StructType columns,
    SqlAnalyzer analyzer,
    Findings findings) {

  void check() {
    int before = findings.count();
    Streaming streaming = aggregation.streaming();
    if (!aggregation.reads().contains(table)) {
      refuse(
          "materialized",
          "stream, which doesn't read " + table,
          "a query over %s, or '-- materialized: full'".formatted(table));
    }
    streaming.watermark().ifPresent(mark -> checkTime(mark.column()));
    streaming.deduplicated().forEach(column -> checkColumn("deduplicate", column));
    if (findings.count() == before) {
      checkQuery(analyzer.streamed(aggregation.sql(), table, columns, streaming));
    }
  }

  private void checkTime(String column) {
    if (checkColumn("watermark", column)
        && !(columns.apply(column).dataType() instanceof TimestampType)) {
      refuse(
          "watermark",
          "the column '%s' of type %s".formatted(column, columns.apply(column).dataType().sql()),
          "a TIMESTAMP of " + table);
    }
  }

  private boolean checkColumn(String directive, String column) {
    List<String> names = Arrays.asList(columns.fieldNames());
    if (!names.contains(column)) {
      refuse(
          directive,
          "'%s', which %s does not have%s"
              .formatted(column, table, Suggestions.didYouMean(column, names)),
          "its columns: " + Suggestions.first(column, names));
    }
    return names.contains(column);
  }

  private void checkQuery(LogicalPlan plan) {
    OutputMode mode = aggregation.streaming().mode();
    try {
      analyzer.within(
          () -> {
            UnsupportedOperationChecker.checkForStreaming(plan, mode.spark());
            return null;
          });
    } catch (Exception e) { // Spark throws AnalysisException without declaring it to Java
      if (!(e instanceof AnalysisException refused)) {
        throw e;
      }
      refuse(
          "materialized",
          "stream with output-mode %s, which Spark refuses for this query: %s"
              .formatted(mode.label(), AnalysisMessages.plain(refused)),
          "another output-mode, a watermark, or '-- materialized: full'");
      return;
    }
    if (mode == OutputMode.UPDATE) {
      checkKeys(StreamKeys.of(plan));
    }
  }

  private void checkKeys(Optional<StreamKeys> keys) {
    if (keys.isEmpty() || (keys.get().columns().isEmpty() && keys.get().missing().isEmpty())) {
      refuse(
          "output-mode",
          "update of rows that nothing tells apart",
          "a query that ends with a group by, or append or complete");
    } else if (keys.get().isFiltered()) {
      refuse(
          "output-mode",
          "update of groups of which some are left out, so that one that no longer fits would stay",
          "a query without having or a condition on groups, or complete");
    } else if (!keys.get().missing().isEmpty()) {
      refuse(
          "output-mode",
          "update without all that rows are told apart by: not selected is "
              + String.join(", ", keys.get().missing()),
          "a query that selects everything that it groups by (of a window its start), or complete");
    }
  }

  /** Adds a finding at a directive; where that isn't written, at the query's first column. */
  private void refuse(String directive, String found, String allowed) {
    String name = aggregation.sql().name();
    String text = "%s: found %s; allowed: %s".formatted(directive, found, allowed);
    aggregation
        .sql()
        .lineOf(directive)
        .ifPresentOrElse(
            line -> findings.add(name, line, text),
            () -> findings.add(name, OutputColumns.of(aggregation.sql().plan()).place(""), text));
  }
}
