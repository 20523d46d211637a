// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.apache.spark.sql.functions.not;

import io.sluice.spark.CachedRows;
import io.sluice.table.CompactTable;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps sets of keys up to date. Keys of new rows are looked up in the set and added. Where rows
 * went away, the keys that their dates have lost are looked up in the other dates, and removed
 * where they are gone there too.
 */
final class KeySetMaterializer implements ExactMaterializer {
  private static final Logger log = LogManager.getLogger(KeySetMaterializer.class);

  /** Fewer keys than these are compared at once; of more, only those that are looked for. */
  private static final long FEW_KEYS = 1_000_000;

  @Override
  public PreparedAggregation prepare(AggregationUpdate update) {
    if (update.whole()) {
      return whole(update);
    }
    NewData data = update.newData();
    return data.to(update.pipeline().table()).stream().anyMatch(TableChange::removesRows)
        ? restated(update, data)
        : more(update, keys(update).of(update.inputs().addedRows(data, update.state())));
  }

  @Override
  public Dataset<Row> published(Dataset<Row> result) {
    return result.distinct();
  }

  @Override
  public Dataset<Row> afterLateRows(IncrementalTrial trial) {
    Dataset<Row> known = trial.before();
    Dataset<Row> keys = new KeySet(trial.spark(), trial.aggregation()).of(trial.late());
    return known.unionByName(KeySet.missing(keys, trial.lateRows(), known));
  }

  private static PreparedAggregation whole(AggregationUpdate update) {
    return all(update, update.cached().keep(keys(update).of(table(update))));
  }

  private static PreparedAggregation all(AggregationUpdate update, Dataset<Row> keys) {
    return update.prepared(compact(update, keys).stageAll(keys, keys.count()));
  }

  private static PreparedAggregation more(AggregationUpdate update, Dataset<Row> candidates) {
    CachedRows cached = update.cached();
    CompactTable table = compact(update, candidates);
    boolean few = table.rows() < FEW_KEYS;
    Dataset<Row> looked = few ? candidates : cached.keep(candidates);
    Dataset<Row> fresh =
        cached.keep(
            few
                ? KeySet.without(looked, update.published())
                : KeySet.missing(looked, looked.count(), update.published()));
    long count = fresh.count();
    return update.prepared(
        count == 0
            ? update.table().stageNothing(new TableLayout(fresh.schema(), List.of()))
            : table.stageMore(fresh, count));
  }

  /** Keys that dates have lost are told by their former rows, which may be lost themselves. */
  private static PreparedAggregation restated(AggregationUpdate update, NewData data) {
    try {
      return restated(update, data.touchedDates());
    } catch (Exception e) { // Spark throws what Java can't foresee
      String source = update.pipeline().table();
      Table table = update.inputs().table(source);
      if (data.to(source).stream().allMatch(table::isReadableBefore)) {
        throw e;
      }
      log.warn(
          "{}: the former rows of {} can't be read any more, so that it is computed as a whole",
          update.aggregation().relation(),
          source);
      return whole(update);
    }
  }

  private static PreparedAggregation restated(
      AggregationUpdate update, SortedSet<LocalDate> dates) {
    CachedRows cached = update.cached();
    KeySet query = keys(update);
    Column isTouched = AffectedDates.isIn(update.pipeline().eventDate(), dates);
    long before = update.state().aggregated(update.aggregation().relation()).get().version();
    Dataset<Row> rows = table(update);
    Dataset<Row> formerRows = update.inputs().transformed(before);
    Dataset<Row> now = cached.keep(query.of(rows.where(isTouched)));
    Dataset<Row> lostThere =
        cached.keep(KeySet.without(query.of(formerRows.where(isTouched)), now));
    long number = lostThere.count();
    if (number > 0) {
      Dataset<Row> lost =
          cached.keep(KeySet.missing(lostThere, number, query.of(rows.where(not(isTouched)))));
      if (!lost.isEmpty()) {
        Dataset<Row> left = KeySet.without(update.published(), lost).union(now).distinct();
        return all(update, cached.keep(left));
      }
    }
    return more(update, now);
  }

  private static KeySet keys(AggregationUpdate update) {
    return new KeySet(update.spark(), update.aggregation());
  }

  private static Dataset<Row> table(AggregationUpdate update) {
    return update.inputs().relation(update.pipeline().table(), update.state());
  }

  private static CompactTable compact(AggregationUpdate update, Dataset<Row> rows) {
    return update.compact(rows.schema(), Optional.empty());
  }
}
