package io.sluice.aggregate;

import static org.apache.spark.sql.functions.col;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.table.Queries;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

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
    if (!HandedDown.toEveryRelation(rows, pipeline.eventDate())) {
      throw Problem.invalid(
          "Cannot compute %s by date: its rows of a date depend on more than the rows of that date; group, join and partition by %s, or declare '-- overlap:', or make it '-- materialized: full'"
              .formatted(aggregation.sql().name(), pipeline.eventDate()));
    }
    return rows;
  }

  /**
   * Looks twice as far as it has to: once for rows next to the dates, and once more to see that
   * nothing further away matters.
   */
  private Dataset<Row> acrossDates(
      Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    SortedSet<LocalDate> affected = widened(dates, 1);
    Dataset<Row> rows = near(relations, widened(dates, 3)).where(isIn(affected));
    Dataset<Row> fromLess = near(relations, widened(dates, 2)).where(isIn(affected));
    if (Stable.differ(rows, fromLess)) {
      throw tooFar("rows next to the new data");
    }
    return rows;
  }

  /**
   * The rows of dates that the new data must not have changed, computed anew.
   *
   * @return dates further away than the overlap, and near enough to be computed exactly
   */
  Dataset<Row> bystanders(Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    return near(relations, widened(dates, 3)).where(isIn(bystanders(dates)));
  }

  SortedSet<LocalDate> bystanders(SortedSet<LocalDate> dates) {
    SortedSet<LocalDate> around = widened(dates, 2);
    around.removeAll(widened(dates, 1));
    return around;
  }

  Problem tooFar(String what) {
    return Problem.invalid(
        "Cannot compute %s by date: %s depend on data that lies further away than its overlap of %d days; raise '-- overlap:', then run ./sluice aggregate --pipeline %s --full-refresh %s"
            .formatted(
                aggregation.sql().name(), what, days(), pipeline.name(), aggregation.relation()));
  }

  private Dataset<Row> near(Map<String, Dataset<Row>> relations, SortedSet<LocalDate> dates) {
    Map<String, Dataset<Row>> some = new TreeMap<>();
    relations.forEach((name, rows) -> some.put(name, rows.where(isIn(dates))));
    return whole(some);
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
