// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.backfill.Ledgers.FRIDAY;
import static io.sluice.backfill.Ledgers.MONDAY;
import static io.sluice.backfill.Ledgers.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.refine.ValidatedRecords;
import io.sluice.relation.LedgerEntry;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class DateMovesTest {
  private static final String OTHER_SQL = "other";
  private static final DateRange MONDAY_ALONE = new DateRange(MONDAY, MONDAY);
  private static final FileKey KEY = new FileKey(3, "a.csv");
  private static final String NO_RECORD = "(3L, 'a.csv', 'none', 'none', date '2026-01-05')";

  @TempDir private Path root;
  private final SparkSession spark;
  private Pipeline pipeline;

  DateMovesTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void load() {
    pipeline = new PipelineFolder(root).load();
  }

  @Test
  void filesThatWereDatedAsTodayStandWhereTheLedgerSays() {
    FileDates dates =
        settle(pipeline.sqlHash(), MONDAY_ALONE, rows(NO_RECORD), rows(NO_RECORD), rows(NO_RECORD));

    assertThat(dates)
        .isEqualTo(
            new FileDates(MONDAY_ALONE, Map.of(KEY, new TreeSet<>(Set.of(MONDAY))), Set.of()));
  }

  @Test
  void aFileThatStaysInTheRangeIsKnownWhole() {
    FileDates dates =
        settle(
            OTHER_SQL,
            new DateRange(MONDAY, TUESDAY),
            rows("(3L, 'a.csv', 'k', 'text', date '2026-01-06')"),
            rows("(3L, 'a.csv', 'k', 'text', date '2026-01-05')"),
            rows(NO_RECORD));

    assertThat(dates)
        .isEqualTo(
            new FileDates(
                new DateRange(MONDAY, TUESDAY),
                Map.of(KEY, new TreeSet<>(Set.of(MONDAY, TUESDAY))),
                Set.of(KEY)));
    assertThat(dates.isWhole(file(OTHER_SQL))).isTrue();
  }

  @Test
  void aPublishedRowMustNotMoveAcrossTheEdge() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                settle(
                    OTHER_SQL,
                    MONDAY_ALONE,
                    rows("(3L, 'a.csv', 'k', 'text', date '2026-01-09')"),
                    rows("(3L, 'a.csv', 'k', 'text', date '2026-01-05')"),
                    rows(NO_RECORD)));

    assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(problem)
        .hasMessage(
            "Cannot backfill 2026-01-05..2026-01-05: records would move across the edge of these dates, such as one of a.csv that stands on 2026-01-05 and belongs to 2026-01-09 by today's SQL; the range that is closed is 2026-01-05..2026-01-09");
    assertThat(problem.nextStep())
        .isEqualTo(
            "./sluice backfill --pipeline shop --from 2026-01-05 --to 2026-01-09 --reason '…'");
  }

  @Test
  void aQuarantinedRecordThatIsNowhereMayBeAnyOfItsFile() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                settle(
                    OTHER_SQL,
                    MONDAY_ALONE,
                    rows("(3L, 'a.csv', 'k', 'text', date '2026-01-06')"),
                    rows("(3L, 'a.csv', 'k', 'text', date '2026-01-06')"),
                    rows("(3L, 'a.csv', 'k', 'another text', date '2026-01-05')")));

    assertThat(problem)
        .hasMessage(
            "Cannot backfill 2026-01-05..2026-01-05: records would move across the edge of these dates, such as one of a.csv that stands on 2026-01-05 and can't be found on any date by today's SQL; the range that is closed is 2026-01-05..2026-01-06");
  }

  @Test
  void movesBetweenDatesThatStayOutsideDoNotMatter() {
    FileDates dates =
        settle(
            OTHER_SQL,
            MONDAY_ALONE,
            rows("(3L, 'a.csv', 'k', 'text', date '2026-01-09')"),
            rows("(3L, 'a.csv', 'k', 'text', date '2026-01-06')"),
            rows(NO_RECORD).limit(0));

    assertThat(dates.dates()).isEqualTo(Map.of(KEY, new TreeSet<>(Set.of(MONDAY, FRIDAY))));
    assertThat(dates.isWhole(file(OTHER_SQL))).isFalse();
  }

  /**
   * @param today the file's records by today's SQL
   * @param published as they are
   * @param quarantine as it is
   */
  private FileDates settle(
      String sqlHash,
      DateRange range,
      Dataset<Row> today,
      Dataset<Row> published,
      Dataset<Row> quarantine) {
    Dataset<Row> candidates =
        today.selectExpr(
            "batch as _batch",
            "file as source_file",
            "key as id",
            "text as _record_text",
            "day as sold_date");
    Dataset<Row> failed =
        today
            .selectExpr(
                "batch as _batch", "file", "0L as _key_hash", "text as record", "day as event_date")
            .limit(0);
    return new DateMoves(
            pipeline, SourceFormats.refiner(spark, pipeline), List.of(file(sqlHash)), range)
        .settle(
            new ReprocessedRecords(new ValidatedRecords(candidates, failed), candidates, failed),
            published.selectExpr("file as source_file", "key as id", "day as sold_date"),
            quarantine.selectExpr(
                "batch as batch_id", "file", "text as record", "day as event_date"));
  }

  private Dataset<Row> rows(String values) {
    return spark.sql(
        "select * from values %s as rows (batch, file, key, text, day)".formatted(values));
  }

  private static LedgerEntry file(String sqlHash) {
    return Ledgers.file(3, "a.csv", sqlHash, 0, Ledgers.on(MONDAY, 1, 0, 0));
  }
}
