// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.aggregate.FullRefresh;
import io.sluice.pipeline.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RunOptionsTest {
  private static final String[] EVERY_OPTION = {
    "--pipeline",
    "readings",
    "--wait",
    "10 minutes",
    "--files-per-batch",
    "5",
    "--max-quarantined-ratio",
    "0.5",
    "--reason",
    "a test day"
  };

  @Test
  void defaults() {
    RunOptions options = Reading.options(RunOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options)
        .isEqualTo(
            new RunOptions(options.common(), Duration.ZERO, OptionalInt.empty(), Optional.empty()));
  }

  @Test
  void everyOption() {
    RunOptions options = Reading.options(RunOptions.COMMAND, Map.of(), EVERY_OPTION);

    assertThat(options)
        .isEqualTo(
            new RunOptions(
                options.common(),
                Duration.ofMinutes(10),
                OptionalInt.of(5),
                Optional.of(new GateOverride(0.5, "a test day"))));
  }

  @Test
  void handsItsOptionsToTheJobsItRuns() {
    RunOptions options = Reading.options(RunOptions.COMMAND, Map.of(), EVERY_OPTION);

    assertThat(options.transform())
        .isEqualTo(
            new TransformOptions(
                options.common(),
                Duration.ofMinutes(10),
                OptionalInt.of(5),
                Optional.of(new GateOverride(0.5, "a test day"))));
    assertThat(options.aggregate())
        .isEqualTo(
            new AggregateOptions(options.common(), Duration.ofMinutes(10), FullRefresh.NONE));
    assertThat(options.quality()).isEqualTo(new QualityOptions(options.common(), Stage.AGGREGATE));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                RunOptions.COMMAND,
                Map.of(),
                "--pipeline",
                "readings",
                "--files-per-batch",
                "0",
                "--reason",
                "none"))
        .containsExactly(
            "Cannot use '0' as --files-per-batch: it must be a whole number from 1 to 100000; write --files-per-batch N",
            "Cannot use --reason alone: it says why the gate has another limit; give --max-quarantined-ratio RATIO too");
  }
}
