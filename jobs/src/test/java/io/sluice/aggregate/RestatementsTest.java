// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class RestatementsTest {
  private static final LocalDate FIFTH = LocalDate.of(2026, 1, 5);
  private static final LocalDate SIXTH = LocalDate.of(2026, 1, 6);
  private static final LocalDate SEVENTH = LocalDate.of(2026, 1, 7);

  private final SparkSession spark;

  RestatementsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void onlyDatesThatHadRowsAndHaveOthersAreRestated() {
    SortedMap<LocalDate, DateChecksum> before = new TreeMap<>();
    before.put(FIFTH, checksum(2, "3.50", 17));
    before.put(SIXTH, checksum(1, "1.00", 18));
    before.put(SEVENTH, checksum(1, "2.00", 19));
    SortedMap<LocalDate, DateChecksum> after = new TreeMap<>();
    after.put(FIFTH, checksum(2, "3.50", 17));
    after.put(SIXTH, checksum(2, "4.00", 20));
    after.put(LocalDate.of(2026, 1, 8), checksum(1, "9.00", 21));

    assertThat(Restatements.between(before, after))
        .isEqualTo(
            Map.of(
                SIXTH, new Restatements.Receipt(before.get(SIXTH), after.get(SIXTH)),
                SEVENTH, new Restatements.Receipt(before.get(SEVENTH), checksum(0, "0.00", 0))));
  }

  @Test
  void aReceiptNamesRowsSumsAndFiles() {
    SortedMap<LocalDate, Restatements.Receipt> receipts = new TreeMap<>();
    receipts.put(FIFTH, new Restatements.Receipt(checksum(2, "3.50", 17), checksum(3, "5.00", 18)));
    receipts.put(
        SIXTH,
        new Restatements.Receipt(
            new DateChecksum(1, Map.of(), BigDecimal.ONE), checksum(1, "1.00", 19)));

    Dataset<Row> rows =
        Restatements.rows(
            spark,
            "daily",
            "run-1",
            receipts,
            Map.of(FIFTH, Set.of("late.csv")),
            Instant.parse("2026-01-09T00:00:00Z"));

    assertThat(rows.toJSON().collectAsList())
        .containsExactly(
            "{\"relation\":\"daily\",\"event_date\":\"2026-01-05\",\"run_id\":\"run-1\",\"rows_old\":2,\"rows_new\":3,\"sums\":[{\"column\":\"total\",\"old\":\"3.50\",\"new\":\"5.00\"}],\"files\":[\"late.csv\"],\"restated_at\":\"2026-01-09T00:00:00.000Z\"}",
            "{\"relation\":\"daily\",\"event_date\":\"2026-01-06\",\"run_id\":\"run-1\",\"rows_old\":1,\"rows_new\":1,\"sums\":[{\"column\":\"total\",\"new\":\"1.00\"}],\"files\":[],\"restated_at\":\"2026-01-09T00:00:00.000Z\"}");
  }

  private static DateChecksum checksum(long rows, String total, long fingerprint) {
    return new DateChecksum(
        rows, Map.of("total", new BigDecimal(total)), BigDecimal.valueOf(fingerprint));
  }
}
