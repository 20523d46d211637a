// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogStateTest {
  private static final ConsumerKey DAILY = ConsumerKey.aggregation("daily");
  private static final ConsumerKey EXPORT = new ConsumerKey("export", "daily");
  private static final ConsumerProgress FAR = new ConsumerProgress(7, 3, "abc");
  private static final ConsumerProgress FARTHER = new ConsumerProgress(9, 4, "abc");

  @Test
  void aBatchMovesTheLastBatchAndTheLastData() {
    Change batch = Changes.batch(1, -1);

    assertThat(batch.state())
        .isEqualTo(
            new LogState(
                1,
                1,
                Map.of("sales", 0L, "files", 0L),
                Map.of(),
                List.of(),
                Optional.empty(),
                TransformedTable.NONE));
  }

  @Test
  void aBackfillMovesTheLastDataAndIsARestatement() {
    LogState before = Changes.batch(1, -1).state();
    DateRange day = new DateRange(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 2));
    ChangeBody backfill = backfill(day);

    assertThat(backfill.after(before, 5)).isEqualTo(before.withLastData(5).withLastRestated(5));
    assertThat(before.withLastData(5).lastBatch()).isOne();
  }

  @Test
  void aBackfillOfAllDatesIsRemembered() {
    LogState before = Changes.batch(1, -1).state().withProgress(DAILY, FAR);
    LogState after = backfill(DateRange.ALL).after(before, 10);

    assertThat(after).isEqualTo(before.withLastData(10).withLastRestated(10).withLastWhole(10));
    assertThat(before.isWhollyBehind(DAILY.name())).isFalse();
    assertThat(after.isWhollyBehind(DAILY.name())).isTrue();
    assertThat(
            after
                .withProgress(DAILY, new ConsumerProgress(10, 4, "abc"))
                .isWhollyBehind(DAILY.name()))
        .isFalse();
  }

  @Test
  void datesFromBeforeAColumnAreFilledByBackfills() {
    LogState extended =
        LogState.EMPTY
            .withNewColumns(List.of("weight"), dates(2, 3, 4))
            .withNewColumns(List.of("colour", "size"), dates(3, 4, 6));

    assertThat(extended.transformed().olderColumns())
        .isEqualTo(
            Map.of("weight", dates(2, 3, 4), "colour", dates(3, 4, 6), "size", dates(3, 4, 6)));
    assertThat(extended.transformed().datesWithOlderColumns()).isEqualTo(dates(2, 3, 4, 6));
    LogState filled =
        extended.withAllColumns(new DateRange(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 4)));
    assertThat(filled.transformed().olderColumns())
        .isEqualTo(Map.of("colour", dates(6), "size", dates(6)));
    assertThat(filled.withAllColumns(DateRange.ALL).transformed())
        .isEqualTo(LogState.EMPTY.transformed());
    assertThat(LogState.EMPTY.withNewColumns(List.of("weight"), DateRanges.NONE))
        .isEqualTo(LogState.EMPTY);
  }

  private static DateRanges dates(int... days) {
    return DateRanges.of(Arrays.stream(days).mapToObj(day -> LocalDate.of(2026, 3, day)).toList());
  }

  private static ChangeBody backfill(DateRange range) {
    return new ChangeBody.Backfill(
        new ReplacedRange(range, Optional.empty()), "abc", RecordSummary.NONE, "");
  }

  @Test
  void anAggregationMovesItsProgressAndItsVersion() {
    LogState before = Changes.batch(1, -1).state();

    assertThat(Changes.aggregation(2, 4, before).state())
        .isEqualTo(
            new LogState(
                1,
                1,
                Map.of("sales", 0L, "files", 0L, "daily", 5L),
                Map.of(DAILY, new ConsumerProgress(1, 0, "def")),
                List.of(),
                Optional.empty(),
                TransformedTable.NONE));
  }

  @Test
  void maintenanceMovesNothingButTheVersion() {
    LogState before = Changes.aggregation(2, 4, Changes.batch(1, -1).state()).state();
    Change maintenance =
        Changes.change(3, new ChangeBody.Maintenance(), List.of(Changes.table("sales", 0)), before);

    assertThat(maintenance.state())
        .isEqualTo(
            new LogState(
                1,
                1,
                Map.of("sales", 1L, "files", 0L, "daily", 5L),
                before.progress(),
                List.of(),
                Optional.empty(),
                TransformedTable.NONE));
  }

  @Test
  void everyConsumerKeepsItsProgressFromChangeToChange() {
    LogState state = LogState.EMPTY.withProgress(DAILY, FAR).withProgress(EXPORT, FAR);

    assertThat(state.withProgress(EXPORT, FARTHER).progress())
        .isEqualTo(Map.of(DAILY, FAR, EXPORT, FARTHER));
    Change next = Changes.change(10, Changes.batch(1, -1).body(), List.of(), state);
    Change read = Change.parse(next.json());
    assertThat(read.state().progress(EXPORT)).contains(FAR);
    assertThat(read.state().progress(DAILY)).contains(FAR);
    assertThat(read.state().progress(new ConsumerKey("export", "weekly"))).isEmpty();
    assertThat(read.state().coveredBy("daily")).isEqualTo(7);
    assertThat(read.state().coveredBy("weekly")).isZero();
  }

  @Test
  void theLatestDecisionAboutADeliveryHolds() {
    Decision rejected = decision(DecisionKind.REJECT, 1, "a.csv", Decision.Scope.OPEN_BATCH);
    Decision sameName = decision(DecisionKind.REJECT, 2, "a.csv", Decision.Scope.OPEN_BATCH);
    Decision accepted = decision(DecisionKind.ACCEPT, 1, "a.csv", Decision.Scope.LANDING);

    assertThat(
            LogState.EMPTY
                .withDecisions(List.of(rejected, sameName))
                .withDecisions(List.of(accepted))
                .decisions())
        .containsExactly(accepted, sameName);
  }

  @Test
  void aDecisionThatOnlyHasToBeKnownTakesTheFormerOneAway() {
    Decision rejected = decision(DecisionKind.REJECT, 1, "a.csv", Decision.Scope.OPEN_BATCH);
    Decision known = decision(DecisionKind.REJECT, 1, "a.csv", Decision.Scope.RECORD);

    assertThat(
            LogState.EMPTY
                .withDecisions(List.of(rejected))
                .withDecisions(List.of(known))
                .decisions())
        .isEmpty();
  }

  @Test
  void decisionsThatAreDoneWithAreLeftOut() {
    Decision one = decision(DecisionKind.REJECT, 1, "a.csv", Decision.Scope.OPEN_BATCH);
    Decision two = decision(DecisionKind.REJECT, 2, "b.csv", Decision.Scope.OPEN_BATCH);

    assertThat(
            LogState.EMPTY
                .withDecisions(List.of(one, two))
                .withoutDecisions(each -> each.batch() == 1)
                .decisions())
        .containsExactly(two);
  }

  private static Decision decision(
      DecisionKind kind, long batch, String path, Decision.Scope scope) {
    return new Decision(
        kind,
        batch,
        path,
        new FileState(1, Changes.AT),
        Optional.empty(),
        new Attribution("", "anna@host", Changes.AT, "run-1"),
        scope);
  }
}
