// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.relation.QuarantineTable;
import io.sluice.testing.SparkSessionExtension;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class DiscardedRecordsTest {
  private final SparkSession spark;

  DiscardedRecordsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void recordsThatPassNowButWereGivenUpStayOut() {
    DiscardedRecords discarded = DiscardedRecords.of(quarantine(failed("'x'")));

    assertThat(discarded.any()).isTrue();
    assertThat(texts(discarded.without(passed("('x', 1L), ('y', 2L)")), "_record_text"))
        .containsExactly("y");
  }

  @Test
  void ofEqualRecordsAsManyPassAsWereNotGivenUp() {
    DiscardedRecords discarded = DiscardedRecords.of(quarantine(failed("'x'")));

    assertThat(texts(discarded.without(passed("('x', 1L), ('x', 2L), ('x', 3L)")), "_record_text"))
        .containsExactly("x", "x");
  }

  @Test
  void aRecordThatWasGivenUpGetsNoNewRow() {
    DiscardedRecords discarded = DiscardedRecords.of(quarantine(failed("'x'")));

    assertThat(ofQuarantine(discarded, failed("'x'", "'x'", "'y'"), passed("('z', 1L)")))
        .containsExactly("x", "y");
    assertThat(ofQuarantine(discarded, failed("'x'"), passed("('z', 1L)"))).isEmpty();
  }

  @Test
  void equalRecordsOfWhichOneConflictsKeepTheirNumbers() {
    DiscardedRecords discarded = DiscardedRecords.of(quarantine(failed("'x'")));

    // Two equal records pass by themselves: the one that was given up, and one that conflicts.
    assertThat(ofQuarantine(discarded, failed("'x'"), passed("('x', 1L), ('x', 2L)")))
        .containsExactly("x");
  }

  @Test
  void nothingIsHeldBackWhereNothingWasGivenUp() {
    DiscardedRecords none = DiscardedRecords.of(quarantine(failed("'x'")).limit(0));

    assertThat(none.any()).isFalse();
    assertThat(texts(none.without(passed("('x', 1L)")), "_record_text")).containsExactly("x");
    assertThat(ofQuarantine(none, failed("'x'", "'y'"), passed("('x', 1L)")))
        .containsExactly("x", "y");
  }

  private static List<String> ofQuarantine(
      DiscardedRecords discarded, Dataset<Row> failed, Dataset<Row> passed) {
    return texts(
        discarded.withoutThose(failed, passed, DiscardedRecordsTest::quarantine), "record");
  }

  private static Dataset<Row> quarantine(Dataset<Row> failed) {
    return QuarantineTable.rows(failed, "run-1", Instant.EPOCH);
  }

  private Dataset<Row> failed(String... texts) {
    return spark.sql(
        """
        select 3L as _batch, 'a.csv' as file, record,
            array(named_struct('code', 'c', 'column', 'id', 'message', 'm')) as reasons,
            date '2026-01-05' as event_date
        from values %s as rows (record)
        """
            .formatted(String.join(", ", List.of(texts).stream().map("(%s)"::formatted).toList())));
  }

  private Dataset<Row> passed(String values) {
    return spark.sql(
        "select 3L as _batch, 'a.csv' as source_file, * from values %s as rows (_record_text, _record_id)"
            .formatted(values));
  }

  private static List<String> texts(Dataset<Row> rows, String column) {
    return rows.select(column).collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
