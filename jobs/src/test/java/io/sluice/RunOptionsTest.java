// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.aggregate.FullRefresh;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Reading;
import io.sluice.pipeline.GateLimits;
import io.sluice.pipeline.Stage;
import io.sluice.publish.Gate;
import java.time.Duration;
import java.util.Map;
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
    assertThat(Reading.own(RunJob.COMMAND)).isEqualTo(Map.of("wait", Duration.ZERO));
  }

  @Test
  void hasTheOptionsOfTransformAndWhatToTellOfChanges() {
    assertThat(RunJob.COMMAND.options())
        .containsAll(TransformJob.COMMAND.options())
        .contains(QualityJob.CHANGED_SINCE)
        .hasSize(TransformJob.COMMAND.options().size() + 1);
    assertThat(Reading.all(RunJob.COMMAND, Map.of(), EVERY_OPTION))
        .containsEntry("wait", Duration.ofMinutes(10))
        .containsEntry("files-per-batch", 5L)
        .containsEntry("max-quarantined-ratio", 0.5)
        .containsEntry("reason", "a test day");
  }

  @Test
  void handsItsOptionsToTheJobsItRuns() {
    OptionValues options = Reading.values(RunJob.COMMAND, Map.of(), EVERY_OPTION);

    assertThat(options.get(CommonOptions.WAIT)).isEqualTo(Duration.ofMinutes(10));
    assertThat(TransformJob.gate(options, new GateLimits(0.1, 7)))
        .isEqualTo(new Gate(0.5, 7, "a test day"));
    assertThat(options.find(AggregateJob.FULL_REFRESH).orElse(FullRefresh.NONE))
        .isEqualTo(FullRefresh.NONE);
    assertThat(options.get(QualityJob.STAGE)).isEqualTo(Stage.AGGREGATE);
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(RunJob.COMMAND, "--files-per-batch", "0", "--reason", "none"))
        .containsExactly(
            "Cannot use '0' as --files-per-batch: it must be a whole number from 1 to 100000; write --files-per-batch N",
            "Cannot use --reason alone: it says why the gate has another limit; give --max-quarantined-ratio RATIO too");
  }
}
