// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.backfill.Ledgers.FRIDAY;
import static io.sluice.backfill.Ledgers.MONDAY;
import static io.sluice.backfill.Ledgers.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.format.SourceFormats;
import io.sluice.intake.RawBatch;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.refine.ValidatedRecords;
import io.sluice.relation.LedgerEntry;
import io.sluice.run.RecordCounts;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class BackfillLedgerTest {
  private static final FileKey KEY = new FileKey(3, "a.csv");
  private static final DateRange RANGE = new DateRange(MONDAY, TUESDAY);

  @TempDir private Path root;
  private final SparkSession spark;

  BackfillLedgerTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void countsRowsAndRecordsByFile() {
    Dataset<Row> judged =
        spark.sql(
            """
            select * from values
                (3L, 'a.csv', 1L, 'PUBLISH', date '2026-01-05'),
                (3L, 'a.csv', 2L, 'DUPLICATE', date '2026-01-05'),
                (4L, 'a.csv', 3L, 'PUBLISH', date '2026-01-06'),
                (4L, 'a.csv', 4L, 'CONFLICT', date '2026-01-06')
            as rows (_batch, source_file, _record_id, _outcome, sold_date)
            """);
    Dataset<Row> quarantined =
        spark.sql("select 4L as batch_id, 'a.csv' as file, date '2026-01-06' as event_date");
    Dataset<Row> dated = spark.sql("select 3L as batch_id, 'a.csv' as file");

    assertThat(
            BackfillLedger.of(
                SourceFormats.refiner(spark, new PipelineFolder(root).load()),
                "sold_date",
                judged,
                quarantined,
                dated,
                judged,
                new ReprocessedRecords(new ValidatedRecords(judged, judged), judged, judged)))
        .isEqualTo(
            new BackfillLedger(
                true,
                and(counts(KEY, MONDAY, 1), new FileKey(4, "a.csv"), TUESDAY, 1),
                counts(KEY, MONDAY, 1),
                counts(new FileKey(4, "a.csv"), TUESDAY, 1),
                Map.of(),
                Map.of(),
                Map.of(KEY, 1L)));
  }

  @Test
  void recordsThatGiveSeveralRowsAreCountedAsRecords() {
    PipelineFolder folder =
        new PipelineFolder(root)
            .write(
                "transformations.sql",
                "select id, explode(array('x', 'y')) as part, to_date(sold_at) as sold_date from source\n")
            .write("pipeline.yaml", PipelineFolder.YAML.replace("key: [id]", "key: [id, part]"));
    Dataset<Row> judged =
        spark.sql(
            """
            select * from values
                (3L, 'a.csv', 1L, 11L, 'PUBLISH', date '2026-01-05'),
                (3L, 'a.csv', 1L, 11L, 'PUBLISH', date '2026-01-05'),
                (3L, 'a.csv', 2L, 12L, 'DUPLICATE', date '2026-01-05')
            as rows (_batch, source_file, _record_id, record_hash, _outcome, sold_date)
            """);
    Dataset<Row> failed = spark.sql("select 3L as _batch, 'a.csv' as file, 13L as record_hash");
    Dataset<Row> published =
        spark.sql(
            """
            select * from values ('a.csv', 11L), ('a.csv', 11L), ('a.csv', 13L), ('z.csv', 11L)
            as rows (source_file, record_hash)
            """);
    Dataset<Row> none =
        spark.sql(
            "select 3L as batch_id, 'a.csv' as file, date '2026-01-05' as event_date limit 0");

    BackfillLedger ledger =
        BackfillLedger.of(
            SourceFormats.refiner(spark, folder.load()),
            "sold_date",
            judged,
            none,
            none,
            published,
            new ReprocessedRecords(new ValidatedRecords(judged, failed), judged, failed));

    assertThat(ledger.writtenRecords()).isEqualTo(Map.of(KEY, 1L));
    assertThat(ledger.formerRecords()).isEqualTo(Map.of(KEY, 2L));
    assertThat(ledger.counts()).isEqualTo(new RecordCounts(2, 1, 1, 0, 0));
  }

  @Test
  void otherDatesOfAFileStay() {
    LedgerEntry before =
        Ledgers.file(
            3, "a.csv", "abc", 2, Ledgers.and(Ledgers.on(MONDAY, 5, 1, 1), FRIDAY, 4, 0, 0));
    BackfillLedger ledger =
        ledger(counts(KEY, MONDAY, 5), counts(KEY, TUESDAY, 2), Map.of(KEY, 1L));

    assertThat(ledger.entry(before, RANGE, false, new RawBatch.RecordCount(13, 0)))
        .isEqualTo(
            Ledgers.counts(
                "a.csv",
                9,
                1,
                3,
                1,
                Ledgers.and(
                    Ledgers.and(Ledgers.on(MONDAY, 5, 1, 0), TUESDAY, 0, 0, 2), FRIDAY, 4, 0, 0)))
        .returns(true, entry -> entry.balances());
  }

  @Test
  void ofAFileThatIsKnownWholeTheUndatedOnesAreCountedAnew() {
    LedgerEntry before = Ledgers.file(3, "a.csv", "abc", 2, Ledgers.on(MONDAY, 5, 1, 0));
    CountsByFileAndDate<FileKey> quarantined = counts(KEY, TUESDAY, 2);
    quarantined.add(KEY, Optional.empty(), 1);
    BackfillLedger ledger = ledger(counts(KEY, MONDAY, 4), quarantined, Map.of());

    assertThat(ledger.entry(before, RANGE, true, new RawBatch.RecordCount(8, 0)))
        .isEqualTo(
            Ledgers.counts(
                "a.csv", 4, 1, 3, 1, Ledgers.and(Ledgers.on(MONDAY, 4, 1, 0), TUESDAY, 0, 0, 2)))
        .returns(true, entry -> entry.balances());
    assertThat(ledger.counts()).isEqualTo(new RecordCounts(8, 4, 1, 3, 0));
  }

  /** A duplicate on Monday, and what a test says. */
  private static BackfillLedger ledger(
      CountsByFileAndDate<FileKey> written,
      CountsByFileAndDate<FileKey> quarantined,
      Map<FileKey, Long> dated) {
    return new BackfillLedger(
        true, written, counts(KEY, MONDAY, 1), quarantined, Map.of(), Map.of(), dated);
  }

  private static CountsByFileAndDate<FileKey> counts(FileKey file, LocalDate date, long rows) {
    return and(CountsByFileAndDate.none(), file, date, rows);
  }

  private static CountsByFileAndDate<FileKey> and(
      CountsByFileAndDate<FileKey> counts, FileKey file, LocalDate date, long rows) {
    counts.add(file, Optional.of(date), rows);
    return counts;
  }
}
