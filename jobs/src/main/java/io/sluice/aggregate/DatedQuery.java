// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.apache.spark.sql.functions.col;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.spark.Queries;
import io.sluice.text.Counted;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * An aggregation's query over some event dates alone: just the rows that the query over everything
 * has for them. Spark's optimizer is the proof: a condition on the result's dates is handed down to
 * what the query reads only where that gives the same rows. Where it is not handed down to every
 * relation, the query looks across dates, and is refused, unless it declares an overlap.
 */
public final class DatedQuery {
  private final SparkSession spark;
  private final Pipeline pipeline;
  private final Aggregation aggregation;
  private final List<Dataset<Row>> held = new ArrayList<>();
  private Dataset<Row> surroundings;
  private List<String> stable;

  public DatedQuery(SparkSession spark, Pipeline pipeline, Aggregation aggregation) {
    this.spark = spark;
    this.pipeline = pipeline;
    this.aggregation = aggregation;
  }

  /**
   * All rows.
   *
   * @param relations what the query reads, by name, whole
   */
  public Dataset<Row> whole(Map<String, Dataset<Row>> relations) {
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
  public Dataset<Row> over(Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    return aggregation.overlap().isPresent()
        ? acrossDates(relations, dates)
        : withinDates(relations, dates);
  }

  /** The dates whose rows may be others when the input of some dates is. */
  public SortedSet<LocalDate> affected(SortedSet<LocalDate> dates) {
    return widened(dates, 1);
  }

  private Dataset<Row> withinDates(
      Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    Dataset<Row> rows = whole(relations).where(isIn(dates));
    if (!DatePushdown.toEveryRelation(rows, pipeline.eventDate())) {
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
    SortedSet<LocalDate> affected = widened(dates, 1);
    surroundings = near(relations, widened(dates, 3));
    Dataset<Row> rows = surroundings.where(isIn(affected));
    Dataset<Row> fromLess = near(relations, widened(dates, 2)).where(isIn(affected));
    if (DeterministicColumns.differ(rows, fromLess, stable)) {
      throw tooFar("rows next to the new data");
    }
    return rows;
  }

  /**
   * Where there is an overlap: fails if dates further away than it were changed by the new data of
   * {@link #over}.
   *
   * @param published gives the rows that dates had before
   */
  void requireOthersUnchanged(
      SortedSet<LocalDate> dates,
      Function<SortedSet<LocalDate>, Optional<Dataset<Row>>> published) {
    SortedSet<LocalDate> others = widened(dates, 2);
    others.removeAll(widened(dates, 1));
    Dataset<Row> now = surroundings.where(isIn(others));
    if (DeterministicColumns.differ(now, published.apply(others).orElse(now.limit(0)), stable)) {
      throw tooFar("rows further away");
    }
  }

  /**
   * The columns by which rows of {@link #over} can be compared, as {@link DeterministicColumns} has
   * them.
   */
  public List<String> stable() {
    return stable;
  }

  /** What is kept in memory for {@link #over}; to be released after its rows were used. */
  public List<Dataset<Row>> held() {
    return held;
  }

  private Problem tooFar(String what) {
    return Problem.invalid(
        "Cannot compute %s by date: %s depend on data that lies further away than its overlap of %s; raise '-- overlap:', then run ./sluice aggregate --pipeline %s --full-refresh %s"
            .formatted(
                aggregation.sql().name(),
                what,
                Counted.of(days(), "day"),
                pipeline.name(),
                aggregation.relation()));
  }

  /**
   * Kept in memory before anything is asked of it: Spark hands a condition on the start of a
   * session_window down to the single events, which cuts sessions apart.
   */
  private Dataset<Row> near(Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    Map<String, Dataset<Row>> some = new TreeMap<>();
    relations.forEach((name, rows) -> some.put(name, rows.where(isIn(dates))));
    Dataset<Row> rows = whole(some);
    stable = DeterministicColumns.columns(rows);
    held.add(rows.persist(StorageLevel.MEMORY_AND_DISK()));
    return rows;
  }

  private SortedSet<LocalDate> widened(SortedSet<LocalDate> dates, int times) {
    SortedSet<LocalDate> widened = new TreeSet<>();
    long days = times * days();
    for (LocalDate date : dates) {
      for (long i = -days; i <= days; i++) {
        widened.add(date.plusDays(i));
      }
    }
    return widened;
  }

  private long days() {
    Duration overlap = aggregation.overlap().orElse(Duration.ZERO);
    return overlap.plusDays(1).minusNanos(1).toDays();
  }

  private Column isIn(SortedSet<LocalDate> dates) {
    return col("`" + pipeline.eventDate() + "`")
        .isin(dates.stream().map(java.sql.Date::valueOf).toArray());
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
