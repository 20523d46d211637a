// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.RawBatch;
import io.sluice.problem.Outcome;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.publish.QuarantineReasons;
import io.sluice.record.HashFilter;
import io.sluice.relation.LedgerCounts;
import io.sluice.run.RecordCounts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchReconciliationTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-01-05");
  private static final LocalDate TUESDAY = LocalDate.parse("2026-01-06");
  private static final Instant AT = Instant.parse("2026-01-07T12:00:00Z");
  private static final Delivery GOOD = new Delivery("a.csv", 7, AT);
  private static final Delivery TORN = new Delivery("b.csv", 8, AT);

  @Test
  void everyRecordIsAccountedForByFileAndDate() {
    BatchReconciliation accounts = accounts(6);

    assertThat(accounts.files())
        .containsExactly(
            new LedgerCounts(
                GOOD,
                "",
                6,
                3,
                1,
                2,
                1,
                4,
                new TreeMap<>(
                    Map.of(
                        MONDAY, new LedgerCounts.DateCounts(3, 0, 1),
                        TUESDAY, new LedgerCounts.DateCounts(0, 1, 0)))),
            LedgerCounts.rejected(TORN, "not CSV"));
    assertThat(accounts.counts()).isEqualTo(new RecordCounts(6, 3, 1, 2, 4));
    assertThat(accounts.filesRejected()).isOne();
    assertThat(accounts.balance()).isTrue();
  }

  @Test
  void aLostRecordIsNoticed() {
    BatchReconciliation accounts = accounts(7);

    assertThat(accounts.balance()).isFalse();
    assertThat(BatchReconciliation.unbalanced(accounts.files().get(0)))
        .hasMessage(
            "Cannot publish a.csv: of its 7 records 3 were written, 1 are duplicates and 2 quarantined; nothing of its batch was published; where transformations.sql explodes records, one that gives no row would be lost: use explode_outer, or a rule that quarantines it")
        .returns(Outcome.INVALID, problem -> problem.outcome());
  }

  private static BatchReconciliation accounts(long recordsOfGood) {
    CountsByFileAndDate<String> written = CountsByFileAndDate.none();
    written.add("a.csv", Optional.of(MONDAY), 3);
    CountsByFileAndDate<String> duplicates = CountsByFileAndDate.none();
    duplicates.add("a.csv", Optional.of(TUESDAY), 1);
    CountsByFileAndDate<String> quarantined = CountsByFileAndDate.none();
    quarantined.add("a.csv", Optional.of(MONDAY), 1);
    quarantined.add("a.csv", Optional.empty(), 1);
    return BatchReconciliation.of(
        new DeliveryNote(7, "run-1", AT, List.of(GOOD, TORN)),
        new RawBatch(
            Optional.empty(),
            Map.of("a.csv", new RawBatch.RecordCount(recordsOfGood, 4)),
            Map.of("b.csv", "not CSV"),
            HashFilter.none()),
        new WrittenBatch(
            null,
            null,
            written,
            Map.of("a.csv", 3L),
            duplicates,
            Map.of("a.csv", 1L),
            quarantined,
            QuarantineReasons.NONE));
  }
}
