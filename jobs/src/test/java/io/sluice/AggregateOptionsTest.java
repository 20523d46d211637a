// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.aggregate.FullRefresh;
import io.sluice.cli.Reading;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AggregateOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(AggregateJob.COMMAND)).isEqualTo(Map.of("wait", Duration.ZERO));
  }

  @Test
  void everyOption() {
    assertThat(Reading.own(AggregateJob.COMMAND, "--wait", "30 seconds", "--full-refresh", "daily"))
        .isEqualTo(Map.of("wait", Duration.ofSeconds(30), "full-refresh", FullRefresh.of("daily")));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(AggregateJob.COMMAND, "--rows", "5"))
        .containsExactly(
            "Cannot use '--rows': aggregate has no such option; its options are --pipeline, --data, --sql, --run-id, --report, --log-format, --full-refresh, --drop, --wait, --help");
  }

  @Test
  void oneOfBothAtMost() {
    assertThat(Reading.problems(AggregateJob.COMMAND, "--drop", "daily", "--full-refresh"))
        .containsExactly(
            "Cannot use --drop with --full-refresh: one removes an aggregation, the other computes some; give one");
    assertThat(Reading.problems(AggregateJob.COMMAND, "--drop", "Daily-2"))
        .containsExactly(
            "Cannot use 'Daily-2' as --drop: it must be the name of an aggregation; write --drop RELATION");
  }

  @Test
  void fullRefreshTakesARelationOrNothing() {
    assertThat(refresh("--pipeline", "sales", "--full-refresh")).isEqualTo(FullRefresh.ALL);
    assertThat(refresh("--full-refresh", "--pipeline", "sales")).isEqualTo(FullRefresh.ALL);
    assertThat(refresh("--pipeline", "sales", "--full-refresh", "daily"))
        .isEqualTo(FullRefresh.of("daily"));
  }

  private static FullRefresh refresh(String... args) {
    return Reading.values(AggregateJob.COMMAND, Map.of(), args).get(AggregateJob.FULL_REFRESH);
  }
}
