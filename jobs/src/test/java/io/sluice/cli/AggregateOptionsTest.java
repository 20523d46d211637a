package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AggregateOptionsTest {
  @Test
  void defaults() {
    AggregateOptions options =
        Reading.options(AggregateOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options).isEqualTo(new AggregateOptions(options.common(), Duration.ZERO));
  }

  @Test
  void everyOption() {
    AggregateOptions options =
        Reading.options(
            AggregateOptions.COMMAND, Map.of(), "--pipeline", "readings", "--wait", "30 seconds");

    assertThat(options).isEqualTo(new AggregateOptions(options.common(), Duration.ofSeconds(30)));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                AggregateOptions.COMMAND, Map.of(), "--pipeline", "readings", "--rows", "5"))
        .containsExactly(
            "Cannot use '--rows': aggregate has no such option; its options are --pipeline, --data, --sql, --run-id, --report, --log-format, --wait, --help");
  }
}
