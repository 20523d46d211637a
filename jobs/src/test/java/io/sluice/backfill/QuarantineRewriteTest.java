// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.change.DateRange;
import io.sluice.refine.ValidatedRecords;
import io.sluice.spark.CachedRows;
import io.sluice.testing.SparkSessionExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class QuarantineRewriteTest {
  private static final DateRange MONDAY = new DateRange(Ledgers.MONDAY, Ledgers.MONDAY);

  private final SparkSession spark;

  QuarantineRewriteTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void rowsOfTheDatesGoAndWhatWasDiscardedStays() {
    Dataset<Row> quarantine =
        spark.sql(
            """
            select * from values
                ('of the date', 1L, 'part.csv', 'r1', date '2026-01-05'),
                ('of another date', 1L, 'part.csv', 'r2', date '2026-01-06'),
                ('undated, nowhere', 1L, 'part.csv', 'r3', null),
                ('undated, passes now', 1L, 'part.csv', 'r4', null),
                ('undated, fails on the date', 1L, 'part.csv', 'r5', null),
                ('undated, of a whole file', 2L, 'whole.csv', 'r6', null),
                ('discarded of the date', 1L, 'part.csv', 'r7', date '2026-01-05'),
                ('discarded of another', 1L, 'part.csv', 'r8', date '2026-01-06'),
                ('of no such file', 1L, 'other.csv', 'r1', date '2026-01-05')
            as rows (id, batch_id, file, record, event_date)
            """);
    Dataset<Row> decisions =
        spark.sql(
            """
            select * from values
                ('discard', 'discarded of the date'),
                ('discard', 'discarded of another'),
                ('reject', null)
            as rows (decision, quarantine_id)
            """);
    Dataset<Row> passed =
        spark.sql("select 1L as _batch, 'part.csv' as source_file, 'r4' as _record_text");
    Dataset<Row> failed =
        spark.sql(
            """
            select * from values
                (1L, 'part.csv', 'r1', date '2026-01-05'),
                (1L, 'part.csv', 'r5', date '2026-01-05'),
                (1L, 'part.csv', 'r3', null),
                (2L, 'whole.csv', 'r6', null),
                (1L, 'other.csv', 'r1', date '2026-01-05')
            as rows (_batch, file, record, event_date)
            """);

    try (CachedRows held = new CachedRows()) {
      QuarantineRewrite rewrite =
          QuarantineRewrite.of(
              quarantine,
              decisions,
              spark.sql(
                  "select * from values (1L, 'part.csv', false), (2L, 'whole.csv', true) as rows (batch_id, file, whole)"),
              new ReprocessedRecords(new ValidatedRecords(passed, failed), passed, failed),
              MONDAY,
              List.of("id"),
              held);

      assertThat(texts(rewrite.gone(), "id"))
          .containsExactly(
              "of the date",
              "undated, fails on the date",
              "undated, of a whole file",
              "undated, passes now");
      assertThat(texts(rewrite.dated(), "id"))
          .containsExactly("undated, fails on the date", "undated, passes now");
      assertThat(texts(rewrite.stays(), "id")).containsExactly("discarded of the date");
      assertThat(texts(rewrite.discards().rows(), "id"))
          .containsExactly("discarded of another", "discarded of the date");
      assertThat(texts(rewrite.replaced(failed, MONDAY), "record"))
          .containsExactly("r1", "r5", "r6");
    }
  }

  private static List<String> texts(Dataset<Row> rows, String column) {
    return rows.select(column).collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
