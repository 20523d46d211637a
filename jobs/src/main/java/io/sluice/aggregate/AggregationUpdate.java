// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.relation.RestatementsTable;
import io.sluice.spark.CachedRows;
import io.sluice.table.CompactTable;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One aggregation to be brought up to date: its relations as the log has them, and its own table.
 *
 * @param whole whether to compute it from everything, regardless of what it covers already
 * @param progress what it covers once it is up to date
 * @param cached rows that are read several times: for their checksums, and to write them
 */
record AggregationUpdate(
    Aggregation aggregation,
    LogState state,
    boolean whole,
    ConsumerProgress progress,
    AggregationInputs inputs,
    CachedRows cached) {
  private static final Logger log = LogManager.getLogger(AggregationUpdate.class);

  SparkSession spark() {
    return inputs.spark();
  }

  Pipeline pipeline() {
    return inputs.pipeline();
  }

  /** The relations that the query reads, whole. */
  Map<String, Dataset<Row>> relations() {
    return inputs.of(aggregation, state);
  }

  /** The references that the query reads, which have no dates. */
  Map<String, Dataset<Row>> references() {
    return inputs.references(aggregation);
  }

  /** The changes of data that the aggregation doesn't cover yet. */
  NewData newData() {
    return inputs.newAfter(state.coveredBy(aggregation.relation()), state);
  }

  Table table() {
    return inputs.table(aggregation.relation());
  }

  /** The aggregation's rows as readers see them now. */
  Dataset<Row> published() {
    return inputs.relation(aggregation.relation(), state);
  }

  /**
   * The aggregation's table, for rows of those columns.
   *
   * @throws Problem INVALID where its rows have others, and are not all replaced
   */
  CompactTable compact(StructType schema, Optional<String> clusteredBy) {
    TableLayout layout = new TableLayout(schema, List.of(), clusteredBy);
    if (!whole) {
      requireColumns(layout);
    }
    return new CompactTable(table(), layout);
  }

  private void requireColumns(TableLayout layout) {
    List<String> differences = table().columns().differences(layout);
    if (!differences.isEmpty()) {
      throw new Problem(
          Outcome.INVALID,
          "Cannot bring %s up to date: the columns that %s gives differ from the table's (%s), and new ones take the place of all its rows"
              .formatted(
                  aggregation.relation(), aggregation.sql().name(), String.join(", ", differences)),
          "./sluice aggregate --pipeline %s --full-refresh %s, or change the SQL back"
              .formatted(pipeline().name(), aggregation.relation()));
    }
  }

  SortedMap<LocalDate, DateChecksum> checksums(Dataset<Row> rows, List<String> columns) {
    return DateChecksum.of(rows, pipeline().eventDate(), columns);
  }

  PreparedAggregation prepared(TableChange change) {
    return new PreparedAggregation(List.of(change), new TreeSet<>(), cached);
  }

  /**
   * Adds receipts for the dates whose rows are others than the published ones.
   *
   * @param columns those whose values make rows equal
   */
  PreparedAggregation restating(
      TableChange change, List<String> columns, SortedMap<LocalDate, DateChecksum> after) {
    return restating(change, Restatements.between(publishedChecksums(columns), after));
  }

  /** Adds receipts for dates that were published before. */
  PreparedAggregation restating(
      TableChange change, SortedMap<LocalDate, Restatements.Receipt> receipts) {
    if (receipts.isEmpty() && state.version(Relations.RESTATEMENTS).isPresent()) {
      return prepared(change);
    }
    Map<LocalDate, Set<String>> files =
        receipts.isEmpty() ? Map.of() : inputs.filesByDate(newData(), state);
    Dataset<Row> rows =
        Restatements.rows(
            spark(),
            aggregation.relation(),
            inputs.context().runId(),
            receipts,
            files,
            Instant.now());
    TableChange written =
        inputs.table(Relations.RESTATEMENTS).stageAppend(rows, RestatementsTable.LAYOUT);
    return new PreparedAggregation(
        List.of(change, written), new TreeSet<>(receipts.keySet()), cached);
  }

  private SortedMap<LocalDate, DateChecksum> publishedChecksums(List<String> wanted) {
    Optional<Long> version = state.version(aggregation.relation());
    if (version.isEmpty()) {
      return new TreeMap<>();
    }
    Dataset<Row> rows = table().read(version.get());
    List<String> columns = Arrays.asList(rows.columns());
    if (!columns.contains(pipeline().eventDate())) {
      return new TreeMap<>(); // rows of other columns are other rows
    }
    try {
      return checksums(rows, wanted.stream().filter(columns::contains).toList());
    } catch (Exception e) { // Spark throws what Java can't foresee
      if (table().isReadable()) {
        throw e;
      }
      log.warn(
          "{}: its former rows can't be read any more, so that nobody can tell which dates change",
          aggregation.relation());
      return new TreeMap<>();
    }
  }
}
