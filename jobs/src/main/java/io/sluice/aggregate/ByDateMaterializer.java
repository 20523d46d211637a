// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.apache.spark.sql.functions.not;

import io.sluice.problem.Problem;
import io.sluice.table.CompactTable;
import io.sluice.table.TableLayout;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Computes an aggregation for the dates that new data touches, and replaces those. */
final class ByDateMaterializer implements ExactMaterializer {
  @Override
  public PreparedAggregation prepare(AggregationUpdate update) {
    return update.whole() ? allDates(update) : touchedDates(update);
  }

  private static PreparedAggregation allDates(AggregationUpdate update) {
    Dataset<Row> query = query(update).whole(update.relations());
    List<String> columns = DeterministicColumns.columns(query);
    Dataset<Row> rows = update.cached().keep(query);
    SortedMap<LocalDate, DateChecksum> after = update.checksums(rows, columns);
    if (after.containsKey(null)) {
      throw Problem.invalid(
          "Cannot compute %s by date: %d of its rows have no %s; group by it, or make it '-- materialized: full'"
              .formatted(
                  update.aggregation().sql().name(),
                  after.get(null).rows(),
                  update.pipeline().eventDate()));
    }
    return update.restating(compact(update, query).stageAll(rows, count(after)), columns, after);
  }

  private static PreparedAggregation touchedDates(AggregationUpdate update) {
    SortedSet<LocalDate> touched =
        AffectedDates.read(
            update.pipeline(), update.aggregation(), update.newData().touchedDates());
    if (touched.isEmpty()) {
      TableLayout layout =
          new TableLayout(update.published().schema(), List.of(), clusteredBy(update));
      return update.prepared(update.table().stageNothing(layout));
    }
    DatedQuery dated = query(update);
    Dataset<Row> query = dated.over(update.relations(), touched);
    CompactTable compact = compact(update, query);
    if (update.aggregation().overlap().isPresent()) {
      dated.requireOthersUnchanged(touched, compact::rowsOf);
    }
    SortedSet<LocalDate> affected = AffectedDates.of(update.aggregation(), touched);
    update.cached().keep(query);
    DateChecksum.BeforeAndAfter checksums =
        DateChecksum.of(
            compact.rowsOf(affected).orElse(query.limit(0)),
            query,
            update.pipeline().eventDate(),
            dated.stable());
    return update.restating(
        compact.stageDates(affected, query, count(checksums.after())),
        Restatements.between(checksums.before(), checksums.after()));
  }

  @Override
  public Dataset<Row> afterLateRows(IncrementalTrial trial) {
    SortedSet<LocalDate> touched =
        AffectedDates.read(trial.pipeline(), trial.aggregation(), trial.touched());
    Dataset<Row> anew =
        new DatedQuery(
                trial.spark(),
                trial.pipeline(),
                trial.aggregation(),
                trial.references(),
                trial.cached())
            .over(trial.relations(), touched);
    Column isAffected =
        AffectedDates.isIn(
            trial.pipeline().eventDate(), AffectedDates.of(trial.aggregation(), touched));
    return trial.before().where(not(isAffected)).unionByName(anew);
  }

  private static DatedQuery query(AggregationUpdate update) {
    return new DatedQuery(
        update.spark(),
        update.pipeline(),
        update.aggregation(),
        update.references(),
        update.cached());
  }

  private static CompactTable compact(AggregationUpdate update, Dataset<Row> query) {
    return update.compact(query.schema(), clusteredBy(update));
  }

  private static Optional<String> clusteredBy(AggregationUpdate update) {
    return Optional.of(update.pipeline().eventDate());
  }

  private static long count(SortedMap<LocalDate, DateChecksum> checksums) {
    return checksums.values().stream().mapToLong(DateChecksum::rows).sum();
  }
}
