// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.LogState;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.relation.RestatementsTable;
import io.sluice.spark.Queries;
import io.sluice.table.CompactTable;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Computes an aggregation and writes it where no reader sees it, with receipts for what changes.
 */
final class Materializer {
  private static final Logger log = LogManager.getLogger(Materializer.class);

  private final Pipeline pipeline;
  private final String runId;
  private final AggregationInputs inputs;
  private final KeyMaterializer keys;

  Materializer(Pipeline pipeline, String runId, AggregationInputs inputs) {
    this.pipeline = pipeline;
    this.runId = runId;
    this.inputs = inputs;
    this.keys = new KeyMaterializer(pipeline, inputs);
  }

  /**
   * @param whole whether to compute it from everything, whatever it covers already
   */
  PreparedAggregation prepare(Aggregation aggregation, LogState state, boolean whole) {
    return switch (aggregation.materialized()) {
      case FULL -> full(aggregation, state);
      case INCREMENTAL_BY_DATE ->
          whole ? allDates(aggregation, state) : touchedDates(aggregation, state);
      case DISTINCT_KEYS -> keys.prepare(aggregation, state, whole);
    };
  }

  private PreparedAggregation full(Aggregation aggregation, LogState state) {
    inputs.of(aggregation, state).forEach((name, rows) -> rows.createOrReplaceTempView(name));
    Dataset<Row> query = Queries.of(inputs.spark(), aggregation.sql());
    Table table = inputs.table(aggregation.relation());
    TableLayout layout = new TableLayout(query.schema(), List.of());
    // One file: what is computed as a whole is small, and a reader should not have to open many.
    if (!Arrays.asList(query.columns()).contains(pipeline.eventDate())) {
      return PreparedAggregation.of(table.stageReplacement(query.coalesce(1), layout), List.of());
    }
    List<String> stable = DeterministicColumns.columns(query);
    Dataset<Row> rows = held(query);
    SortedMap<LocalDate, DateChecksum> after = figures(rows, stable);
    return withReceipts(
        PreparedAggregation.of(table.stageReplacement(rows.coalesce(1), layout), List.of(rows)),
        aggregation,
        state,
        Restatements.between(published(aggregation, state, stable), after));
  }

  private PreparedAggregation allDates(Aggregation aggregation, LogState state) {
    Dataset<Row> query =
        new DatedQuery(inputs.spark(), pipeline, aggregation).whole(inputs.of(aggregation, state));
    List<String> stable = DeterministicColumns.columns(query);
    Dataset<Row> rows = held(query);
    SortedMap<LocalDate, DateChecksum> after = figures(rows, stable);
    if (after.containsKey(null)) {
      throw Problem.invalid(
          "Cannot compute %s by date: %d of its rows have no %s; group by it, or make it '-- materialized: full'"
              .formatted(aggregation.sql().name(), after.get(null).rows(), pipeline.eventDate()));
    }
    return withReceipts(
        PreparedAggregation.of(
            compact(aggregation, query).stageAll(rows, count(after)), List.of(rows)),
        aggregation,
        state,
        Restatements.between(published(aggregation, state, stable), after));
  }

  private PreparedAggregation touchedDates(Aggregation aggregation, LogState state) {
    NewData data = inputs.newFor(aggregation, state);
    SortedSet<LocalDate> touched = inputs.touched(aggregation, data.touchedDates());
    Table table = inputs.table(aggregation.relation());
    DatedQuery dated = new DatedQuery(inputs.spark(), pipeline, aggregation);
    if (touched.isEmpty()) {
      return PreparedAggregation.of(
          table.stageNothing(layout(inputs.relation(aggregation.relation(), state).schema())),
          List.of());
    }
    Dataset<Row> query = dated.over(inputs.of(aggregation, state), touched);
    CompactTable compact = compact(aggregation, query);
    if (aggregation.overlap().isPresent()) {
      dated.requireOthersUnchanged(touched, compact::rowsOf);
    }
    SortedSet<LocalDate> affected = dated.affected(touched);
    List<Dataset<Row>> held = new ArrayList<>(dated.held());
    held.add(held(query));
    DateChecksum.BeforeAndAfter figures =
        DateChecksum.of(
            compact.rowsOf(affected).orElse(query.limit(0)),
            query,
            pipeline.eventDate(),
            dated.stable());
    return withReceipts(
        PreparedAggregation.of(compact.stageDates(affected, query, count(figures.after())), held),
        aggregation,
        state,
        Restatements.between(figures.before(), figures.after()));
  }

  private SortedMap<LocalDate, DateChecksum> published(
      Aggregation aggregation, LogState state, List<String> stable) {
    Optional<Long> version = state.version(aggregation.relation());
    if (version.isEmpty()) {
      return new TreeMap<>();
    }
    Table table = inputs.table(aggregation.relation());
    Dataset<Row> rows = table.read(version.get());
    List<String> columns = Arrays.asList(rows.columns());
    if (!columns.contains(pipeline.eventDate())) {
      return new TreeMap<>(); // rows of other columns are other rows
    }
    try {
      return figures(rows, stable.stream().filter(columns::contains).toList());
    } catch (Exception e) { // Spark throws what Java can't foresee
      if (table.isReadable()) {
        throw e;
      }
      log.warn(
          "{}: its former rows can't be read any more, so that nobody can tell which dates change",
          aggregation.relation());
      return new TreeMap<>();
    }
  }

  private PreparedAggregation withReceipts(
      PreparedAggregation prepared,
      Aggregation aggregation,
      LogState state,
      SortedMap<LocalDate, Restatements.Receipt> receipts) {
    if (receipts.isEmpty() && state.version(Relations.RESTATEMENTS).isPresent()) {
      return prepared;
    }
    SortedSet<LocalDate> dates = new TreeSet<>(receipts.keySet());
    Map<LocalDate, Set<String>> files =
        receipts.isEmpty()
            ? Map.of()
            : inputs.filesByDate(inputs.newFor(aggregation, state), state);
    TableChange written =
        inputs
            .table(Relations.RESTATEMENTS)
            .stageAppend(
                Restatements.rows(
                    inputs.spark(), aggregation.relation(), runId, receipts, files, Instant.now()),
                RestatementsTable.LAYOUT);
    return prepared.with(written, dates);
  }

  private CompactTable compact(Aggregation aggregation, Dataset<Row> query) {
    return new CompactTable(inputs.table(aggregation.relation()), layout(query.schema()));
  }

  private TableLayout layout(org.apache.spark.sql.types.StructType schema) {
    return new TableLayout(schema, List.of(), Optional.of(pipeline.eventDate()));
  }

  private SortedMap<LocalDate, DateChecksum> figures(Dataset<Row> rows, List<String> stable) {
    return DateChecksum.of(rows, pipeline.eventDate(), stable);
  }

  private static long count(SortedMap<LocalDate, DateChecksum> figures) {
    return figures.values().stream().mapToLong(DateChecksum::rows).sum();
  }

  /** Rows that are looked at twice: for their figures, and to write them. */
  private static Dataset<Row> held(Dataset<Row> rows) {
    return rows.persist(StorageLevel.MEMORY_AND_DISK());
  }
}
