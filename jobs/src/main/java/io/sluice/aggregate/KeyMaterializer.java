// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.sluice.change.ConsumerKey;
import io.sluice.change.LogState;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.table.CompactTable;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Keeps sets of keys up to date. Keys of new rows are looked up in the set and added. Where rows
 * went away, the keys that their dates have lost are looked up in the other dates, and removed
 * where they are gone there too.
 */
final class KeyMaterializer {
  private static final Logger log = LogManager.getLogger(KeyMaterializer.class);

  /** Fewer keys than these are compared at once; of more, only those that are looked for. */
  private static final long FEW_KEYS = 1_000_000;

  private final Pipeline pipeline;
  private final AggregationInputs inputs;

  KeyMaterializer(Pipeline pipeline, AggregationInputs inputs) {
    this.pipeline = pipeline;
    this.inputs = inputs;
  }

  PreparedAggregation prepare(Aggregation aggregation, LogState state, boolean whole) {
    KeySet keys = new KeySet(inputs.spark(), aggregation);
    if (whole) {
      return whole(aggregation, state, keys);
    }
    NewData data = inputs.newFor(aggregation, state);
    boolean onlyMore = data.to(pipeline.table()).stream().noneMatch(TableChange::removesRows);
    return onlyMore
        ? more(aggregation, state, keys.of(inputs.addedRows(data, state)))
        : restated(aggregation, state, keys, data);
  }

  private PreparedAggregation whole(Aggregation aggregation, LogState state, KeySet keys) {
    Dataset<Row> all = held(keys.of(inputs.relation(pipeline.table(), state)));
    return PreparedAggregation.of(
        compact(aggregation, all).stageAll(all, all.count()), List.of(all));
  }

  private PreparedAggregation more(
      Aggregation aggregation, LogState state, Dataset<Row> candidates) {
    CompactTable table = compact(aggregation, candidates);
    Dataset<Row> published = inputs.relation(aggregation.relation(), state);
    List<Dataset<Row>> held = new ArrayList<>();
    Dataset<Row> fresh;
    if (table.rows() < FEW_KEYS) {
      fresh = held(KeySet.without(candidates, published));
    } else {
      Dataset<Row> looked = held(candidates);
      held.add(looked);
      fresh = held(KeySet.missing(looked, looked.count(), published));
    }
    held.add(fresh);
    long count = fresh.count();
    return PreparedAggregation.of(
        count == 0
            ? inputs.table(aggregation.relation()).stageNothing(layout(fresh))
            : table.stageMore(fresh, count),
        held);
  }

  /** What keys the dates have lost is told by their former rows, which may be lost themselves. */
  private PreparedAggregation restated(
      Aggregation aggregation, LogState state, KeySet keys, NewData data) {
    try {
      return restated(aggregation, state, keys, data.touchedDates());
    } catch (Exception e) { // Spark throws what Java can't foresee
      Table table = inputs.table(pipeline.table());
      if (data.to(pipeline.table()).stream().allMatch(table::isReadableBefore)) {
        throw e;
      }
      log.warn(
          "{}: the former rows of {} can't be read any more, so that it is computed as a whole",
          aggregation.relation(),
          pipeline.table());
      return whole(aggregation, state, keys);
    }
  }

  private PreparedAggregation restated(
      Aggregation aggregation, LogState state, KeySet query, SortedSet<LocalDate> dates) {
    long before =
        state.progress(ConsumerKey.aggregation(aggregation.relation())).orElseThrow().version();
    Dataset<Row> rows = inputs.relation(pipeline.table(), state);
    Dataset<Row> now = held(query.of(rows.where(isIn(dates))));
    Dataset<Row> lostThere =
        held(
            KeySet.without(
                query.of(inputs.table(pipeline.table()).read(before).where(isIn(dates))), now));
    long number = lostThere.count();
    List<Dataset<Row>> held = new ArrayList<>(List.of(now, lostThere));
    Dataset<Row> published = inputs.relation(aggregation.relation(), state);
    if (number > 0) {
      Dataset<Row> lost =
          held(KeySet.missing(lostThere, number, query.of(rows.where(not(isIn(dates))))));
      held.add(lost);
      if (!lost.isEmpty()) {
        Dataset<Row> left = held(KeySet.without(published, lost).union(now).distinct());
        held.add(left);
        return PreparedAggregation.of(
            compact(aggregation, left).stageAll(left, left.count()), held);
      }
    }
    PreparedAggregation more = more(aggregation, state, now);
    held.addAll(more.held());
    return PreparedAggregation.of(more.table(), held);
  }

  private CompactTable compact(Aggregation aggregation, Dataset<Row> rows) {
    return new CompactTable(inputs.table(aggregation.relation()), layout(rows));
  }

  private static TableLayout layout(Dataset<Row> rows) {
    return new TableLayout(rows.schema(), List.of(), Optional.empty());
  }

  private Column isIn(SortedSet<LocalDate> dates) {
    return col("`" + pipeline.eventDate() + "`")
        .isin(dates.stream().map(java.sql.Date::valueOf).toArray());
  }

  private static Dataset<Row> held(Dataset<Row> rows) {
    return rows.persist(StorageLevel.MEMORY_AND_DISK());
  }
}
