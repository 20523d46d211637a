// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.aggregate.FullRefresh;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AggregateOptionsTest {
  @Test
  void defaults() {
    AggregateOptions options =
        Reading.options(AggregateOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options)
        .isEqualTo(new AggregateOptions(options.common(), Duration.ZERO, FullRefresh.NONE));
  }

  @Test
  void everyOption() {
    AggregateOptions options =
        Reading.options(
            AggregateOptions.COMMAND, Map.of(), "--pipeline", "readings", "--wait", "30 seconds");

    assertThat(options)
        .isEqualTo(
            new AggregateOptions(options.common(), Duration.ofSeconds(30), FullRefresh.NONE));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                AggregateOptions.COMMAND, Map.of(), "--pipeline", "readings", "--rows", "5"))
        .containsExactly(
            "Cannot use '--rows': aggregate has no such option; its options are --pipeline, --data, --sql, --run-id, --report, --log-format, --full-refresh, --wait, --help");
  }

  @Test
  void fullRefreshTakesARelationOrNothing() {
    assertThat(refresh("--pipeline", "sales", "--full-refresh")).isEqualTo(FullRefresh.ALL);
    assertThat(refresh("--full-refresh", "--pipeline", "sales")).isEqualTo(FullRefresh.ALL);
    assertThat(refresh("--pipeline", "sales", "--full-refresh", "daily"))
        .isEqualTo(FullRefresh.of("daily"));
  }

  private static FullRefresh refresh(String... args) {
    return Reading.options(AggregateOptions.COMMAND, Map.of(), args).refresh();
  }
}
