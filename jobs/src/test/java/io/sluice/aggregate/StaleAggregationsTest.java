// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.change.ConsumerKey;
import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.change.StreamPosition;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.testing.PipelineFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleAggregationsTest {
  private static final String FULL = "-- materialized: full\n";

  @TempDir private Path root;
  private PipelineFolder folder;

  @BeforeEach
  void threeAggregations() {
    folder =
        new PipelineFolder(root)
            .write("aggregations/daily.sql", FULL + "select sold_date from sales\n")
            .write("aggregations/all_time.sql", FULL + "select sold_date from daily\n")
            .write("aggregations/other.sql", FULL + "select id from sales\n");
  }

  @Test
  void nothingIsDueBeforeAnythingIsPublished() {
    assertThat(due(LogState.EMPTY)).isEmpty();
  }

  @Test
  void everythingIsDueAtFirst() {
    LogState state = published(1);

    assertThat(due(state)).containsExactlyInAnyOrder("daily", "all_time", "other");
    assertThat(due(state).indexOf("daily")).isLessThan(due(state).indexOf("all_time"));
    assertThat(new StaleAggregations(folder.load(), FullRefresh.NONE).withoutNewData(state))
        .isFalse();
  }

  @Test
  void whatCoversTheLastDataIsNotDue() {
    assertThat(due(state(4, Map.of("daily", 4L, "all_time", 4L, "other", 4L)))).isEmpty();
    assertThat(due(state(4, Map.of("daily", 4L, "all_time", 2L, "other", 4L))))
        .containsExactly("all_time");
    assertThat(due(state(4, Map.of("daily", 4L, "other", 3L))))
        .containsExactlyInAnyOrder("all_time", "other");
  }

  @Test
  void otherSqlIsDueWithAllThatIsComputedFromIt() {
    LogState state = state(4, Map.of("daily", 4L, "all_time", 4L, "other", 4L));
    folder.write("aggregations/daily.sql", FULL + "select sold_date, id from sales\n");

    assertThat(due(state)).containsExactly("daily", "all_time");
    assertThat(new StaleAggregations(folder.load(), FullRefresh.NONE).withoutNewData(state))
        .isTrue();
  }

  @Test
  void otherRulesAreNoOtherAggregation() {
    LogState state = state(4, Map.of("daily", 4L, "all_time", 4L, "other", 4L));
    folder.write("rules.sql", "select id <> '' as id_is_there from source\n");

    assertThat(due(state)).isEmpty();
  }

  @Test
  void whatCannotGoOnWaitsWithAllThatIsComputedFromIt() {
    folder.write(
        "aggregations/daily.sql", "-- materialized: stream\nselect sold_date from sales\n");
    LogState state = state(4, Map.of("daily", 3L, "all_time", 3L, "other", 3L));
    Obstacle lost = Obstacle.stale("its checkpoint is lost");
    Staleness staleness =
        (aggregation, progress, now) ->
            aggregation.equals("daily") ? Optional.of(lost) : Optional.empty();
    StaleAggregations due = stale(FullRefresh.NONE, staleness);

    assertThat(due.relations(state)).extracting(Aggregation::relation).containsExactly("other");
    assertThat(due.waiting(state).keySet())
        .extracting(Aggregation::relation)
        .containsExactly("daily", "all_time");
    assertThat(due.waiting(state).values()).containsOnly(lost);
    assertThat(stale(FullRefresh.of("daily"), staleness).waiting(state)).isEmpty();
    assertThat(due.waiting(state.withLastWhole(4))).isEmpty();
  }

  @Test
  void aStreamIsDueUntilItIsSettled() {
    folder.write(
        "aggregations/daily.sql", "-- materialized: stream\nselect sold_date from sales\n");
    LogState covered = state(4, Map.of("daily", 4L, "all_time", 4L, "other", 4L));
    ConsumerKey daily = ConsumerKey.aggregation("daily");
    ConsumerProgress progress = covered.progress(daily).orElseThrow();
    LogState halted =
        covered.withProgress(
            daily, progress.at(4, 0, new StreamPosition("a", 1, false, 0, Optional.empty(), 0, 0)));

    assertThat(due(covered)).isEmpty();
    assertThat(due(halted)).containsExactly("daily");
  }

  private StaleAggregations stale(FullRefresh refresh, Staleness staleness) {
    return new StaleAggregations(folder.load(), refresh, any -> new TreeMap<>(), staleness);
  }

  private List<String> due(LogState state) {
    return new StaleAggregations(folder.load(), FullRefresh.NONE)
        .relations(state).stream().map(Aggregation::relation).toList();
  }

  /** A state whose aggregations were computed by today's SQL, up to these changes. */
  private LogState state(long lastData, Map<String, Long> coveredChanges) {
    Pipeline pipeline = folder.load();
    StaleAggregations due = new StaleAggregations(pipeline, FullRefresh.NONE);
    LogState state = published(lastData);
    for (Aggregation aggregation : pipeline.aggregations()) {
      Long change = coveredChanges.get(aggregation.relation());
      if (change != null) {
        state =
            state.withProgress(
                ConsumerKey.aggregation(aggregation.relation()),
                new ConsumerProgress(change, 0, due.hash(aggregation)));
      }
    }
    return state;
  }

  private static LogState published(long lastData) {
    return LogState.EMPTY.withLastBatch(1).withLastData(lastData);
  }
}
