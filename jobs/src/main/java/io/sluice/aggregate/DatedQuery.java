// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.spark.CachedRows;
import io.sluice.spark.Queries;
import io.sluice.text.Counted;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An aggregation's query over some event dates alone: just the rows that the query over everything
 * has for them. Spark's optimizer is the proof: a condition on the result's dates is handed down to
 * what the query reads only where that gives the same rows. Where it is not handed down to every
 * relation, the query looks across dates, and is refused, unless it declares an overlap.
 */
final class DatedQuery {
  private final SparkSession spark;
  private final Pipeline pipeline;
  private final Aggregation aggregation;
  private final Map<String, Dataset<Row>> references;
  private final CachedRows cached;
  private Dataset<Row> surroundings;
  private List<String> stable;

  /**
   * @param references that the query reads: they have no dates, and are read whole
   */
  DatedQuery(
      SparkSession spark,
      Pipeline pipeline,
      Aggregation aggregation,
      Map<String, Dataset<Row>> references,
      CachedRows cached) {
    this.references = references;
    this.spark = spark;
    this.pipeline = pipeline;
    this.aggregation = aggregation;
    this.cached = cached;
  }

  /**
   * All rows.
   *
   * @param relations what the query reads, by name, whole
   */
  Dataset<Row> whole(Map<String, Dataset<Row>> relations) {
    references.forEach((name, rows) -> rows.createOrReplaceTempView(name));
    relations.forEach((name, rows) -> rows.createOrReplaceTempView(name));
    return requireDate(Queries.of(spark, aggregation.sql()));
  }

  /**
   * The rows of some dates.
   *
   * @param relations what the query reads, by name, whole; no more than is needed is read of them
   * @param dates the dates whose input has changed
   * @throws Problem INVALID where rows of a date depend on other dates
   */
  Dataset<Row> over(Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    return aggregation.overlap().isPresent()
        ? acrossDates(relations, dates)
        : withinDates(relations, dates);
  }

  private Dataset<Row> withinDates(
      Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    Dataset<Row> rows = whole(relations).where(AffectedDates.isIn(pipeline.eventDate(), dates));
    if (!DatePushdown.toEveryRelation(rows, pipeline.eventDate(), references.values())) {
      throw Problem.invalid(
          "Cannot compute %s by date: its rows of a date depend on more than the rows of that date; group, join and partition by %s, or declare '-- overlap:', or make it '-- materialized: full'"
              .formatted(aggregation.sql().name(), pipeline.eventDate()));
    }
    stable = DeterministicColumns.columns(rows);
    return rows;
  }

  /**
   * Looks further than it has to: twice the overlap away for what the rows next to the dates are
   * made of, and once more to see that nothing further away matters.
   */
  private Dataset<Row> acrossDates(
      Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    SortedSet<LocalDate> affected = AffectedDates.widened(aggregation, dates, 1);
    surroundings = near(relations, AffectedDates.widened(aggregation, dates, 3));
    Dataset<Row> rows = surroundings.where(AffectedDates.isIn(pipeline.eventDate(), affected));
    Dataset<Row> fromLess =
        near(relations, AffectedDates.widened(aggregation, dates, 2))
            .where(AffectedDates.isIn(pipeline.eventDate(), affected));
    if (DeterministicColumns.differ(rows, fromLess, stable)) {
      throw tooFar("rows next to the new data");
    }
    return rows;
  }

  /**
   * Checks an overlap, where there is one: fails if dates further away than it were changed by the
   * new data of {@link #over}.
   *
   * @param published gives the rows that dates had before
   */
  void requireOthersUnchanged(
      SortedSet<LocalDate> dates,
      Function<SortedSet<LocalDate>, Optional<Dataset<Row>>> published) {
    SortedSet<LocalDate> others = AffectedDates.widened(aggregation, dates, 2);
    others.removeAll(AffectedDates.widened(aggregation, dates, 1));
    Dataset<Row> now = surroundings.where(AffectedDates.isIn(pipeline.eventDate(), others));
    if (DeterministicColumns.differ(now, published.apply(others).orElse(now.limit(0)), stable)) {
      throw tooFar("rows further away");
    }
  }

  /**
   * The columns by which rows of {@link #over} can be compared, as {@link DeterministicColumns} has
   * them.
   */
  List<String> stable() {
    return stable;
  }

  private Problem tooFar(String what) {
    return Problem.invalid(
        "Cannot compute %s by date: %s depend on data that is further away than its overlap of %s; raise '-- overlap:', then run ./sluice aggregate --pipeline %s --full-refresh %s"
            .formatted(
                aggregation.sql().name(),
                what,
                Counted.of(AffectedDates.days(aggregation), "day"),
                pipeline.name(),
                aggregation.relation()));
  }

  /**
   * Kept in memory before anything is asked of it: Spark hands a condition on the start of a
   * session_window down to the single events, which cuts sessions apart.
   */
  private Dataset<Row> near(Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    Map<String, Dataset<Row>> some = new TreeMap<>();
    relations.forEach(
        (name, rows) ->
            some.put(name, rows.where(AffectedDates.isIn(pipeline.eventDate(), dates))));
    Dataset<Row> rows = whole(some);
    stable = DeterministicColumns.columns(rows);
    return cached.keep(rows);
  }

  private Dataset<Row> requireDate(Dataset<Row> rows) {
    if (!Arrays.asList(rows.columns()).contains(pipeline.eventDate())) {
      throw Problem.invalid(
          "Cannot compute %s by date: it does not select %s; select it, or make it '-- materialized: full'"
              .formatted(aggregation.sql().name(), pipeline.eventDate()));
    }
    return rows;
  }
}
