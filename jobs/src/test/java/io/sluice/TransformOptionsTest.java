// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import io.sluice.pipeline.GateLimits;
import io.sluice.publish.Gate;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransformOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(TransformJob.COMMAND)).isEqualTo(Map.of("wait", Duration.ZERO));
    assertThat(
            TransformJob.gate(
                Reading.values(TransformJob.COMMAND, Map.of(), "--pipeline", "readings"),
                new GateLimits(0.1, 7)))
        .isEqualTo(new Gate(0.1, 7, ""));
  }

  @Test
  void everyOption() {
    assertThat(
            Reading.own(
                TransformJob.COMMAND,
                "--wait",
                "1 hour",
                "--files-per-batch",
                "100000",
                "--max-quarantined-ratio",
                "1",
                "--reason",
                "\"the shop's test day\""))
        .isEqualTo(
            Map.of(
                "wait",
                Duration.ofHours(1),
                "files-per-batch",
                100_000L,
                "max-quarantined-ratio",
                1.0,
                "reason",
                "\"the shop's test day\""));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                TransformJob.COMMAND,
                Map.of(),
                "--pipeline",
                "readings",
                "--files-per-batch",
                "100001",
                "--max-quarantined-ratio",
                "10%",
                "--reason",
                " "))
        .containsExactly(
            "Cannot use '100001' as --files-per-batch: it must be a whole number from 1 to 100000; write --files-per-batch N",
            "Cannot use '10%' as --max-quarantined-ratio: it must be a number from 0 to 1; write --max-quarantined-ratio RATIO",
            "Cannot use ' ' as --reason: it must be some text of at most 1000 characters; write --reason TEXT");
  }

  @Test
  void anotherGateAndItsReasonGoTogether() {
    assertThat(
            Reading.problems(
                TransformJob.COMMAND,
                Map.of(),
                "--pipeline",
                "readings",
                "--max-quarantined-ratio",
                "0.5"))
        .containsExactly(
            "Cannot use --max-quarantined-ratio alone: whoever overrides the gate says why; give --reason TEXT too");
    assertThat(
            Reading.problems(
                TransformJob.COMMAND, Map.of(), "--pipeline", "readings", "--reason", "none"))
        .containsExactly(
            "Cannot use --reason alone: it says why the gate has another limit; give --max-quarantined-ratio RATIO too");
  }
}
