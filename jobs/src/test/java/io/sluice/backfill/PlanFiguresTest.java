// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.backfill.Ledgers.FRIDAY;
import static io.sluice.backfill.Ledgers.MONDAY;
import static io.sluice.backfill.Ledgers.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.change.DateRange;
import io.sluice.change.RecordSummary;
import io.sluice.publish.Audit;
import io.sluice.relation.LedgerEntry;
import io.sluice.testing.SparkSessionExtension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class PlanFiguresTest {
  private final SparkSession spark;

  PlanFiguresTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void oldAndNewStandSideBySide() {
    // Twice the same row counts twice; the hash is the engine's and no difference.
    PlanFigures figures =
        figures(
            """
            ('a', 1.50, date '2026-01-05', 1L), ('b', 2.00, date '2026-01-05', 2L),
            ('b', 2.00, date '2026-01-05', 2L)
            """,
            """
            ('a', 1.50, date '2026-01-05', 9L), ('b', 2.50, date '2026-01-05', 2L),
            ('c', 1.00, date '2026-01-06', 3L)
            """,
            Ledgers.file(3, "a.csv", "abc", 0, Ledgers.on(MONDAY, 3, 1, 0)),
            Ledgers.file(
                3,
                "a.csv",
                "abc",
                0,
                Ledgers.and(
                    Ledgers.and(Ledgers.on(MONDAY, 2, 1, 1), TUESDAY, 1, 0, 0), FRIDAY, 7, 7, 7)));

    assertThat(figures.fields())
        .containsExactly(
            fields("2026-01-05", 3, 2, 2, 1, 1, 1, 0, 1, "5.50", "4.00"),
            fields("2026-01-06", 0, 1, 0, 1, 0, 0, 0, 0, "0.00", "1.00"));
    assertThat(figures.table().lines())
        .containsExactly(
            "date        rows    only old  only new  quarantined  duplicates  price",
            "2026-01-05  3 -> 2  2         1         0 -> 1       1           5.50 -> 4.00",
            "2026-01-06  0 -> 1  0         1         0            0           0.00 -> 1.00");
  }

  @Test
  void aDateThatNothingChangesIsShownWithItsFigures() {
    String rows = "('a', 1.50, date '2026-01-05', 1L)";
    LedgerEntry file = Ledgers.file(3, "a.csv", "abc", 0, Ledgers.on(MONDAY, 1, 0, 0));

    assertThat(figures(rows, rows, file, file).fields())
        .containsExactly(fields("2026-01-05", 1, 1, 0, 0, 0, 0, 0, 0, "1.50", "1.50"));
  }

  private PlanFigures figures(
      String before, String after, LedgerEntry fileBefore, LedgerEntry fileAfter) {
    return PlanFigures.of(
        rows(before),
        "sold_date",
        rows(after),
        "sold_date",
        List.of(fileBefore),
        new PreparedBackfill(
            new DateRange(MONDAY, TUESDAY),
            null,
            null,
            null,
            List.of(fileAfter),
            RecordSummary.NONE,
            Audit.NONE));
  }

  private Dataset<Row> rows(String values) {
    return spark.sql(
        """
        select id, cast(price as decimal(10, 2)) as price, sold_date, record_hash
        from values %s as rows (id, price, sold_date, record_hash)
        """
            .formatted(values));
  }

  private static Map<String, Object> fields(
      String date,
      long rowsOld,
      long rowsNew,
      long onlyOld,
      long onlyNew,
      long duplicatesOld,
      long duplicatesNew,
      long quarantinedOld,
      long quarantinedNew,
      String priceOld,
      String priceNew) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("date", date);
    fields.put("rows_old", rowsOld);
    fields.put("rows_new", rowsNew);
    fields.put("only_old", onlyOld);
    fields.put("only_new", onlyNew);
    fields.put("duplicates_old", duplicatesOld);
    fields.put("duplicates_new", duplicatesNew);
    fields.put("quarantined_old", quarantinedOld);
    fields.put("quarantined_new", quarantinedNew);
    fields.put("sums", Map.of("price", Map.of("old", priceOld, "new", priceNew)));
    return fields;
  }
}
