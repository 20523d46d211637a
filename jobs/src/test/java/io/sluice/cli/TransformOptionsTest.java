// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TransformOptionsTest {
  @Test
  void defaults() {
    TransformOptions options =
        Reading.options(TransformOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options)
        .isEqualTo(
            new TransformOptions(
                options.common(), Duration.ZERO, OptionalInt.empty(), Optional.empty()));
  }

  @Test
  void everyOption() {
    TransformOptions options =
        Reading.options(
            TransformOptions.COMMAND,
            Map.of(),
            "--pipeline",
            "readings",
            "--wait",
            "1 hour",
            "--files-per-batch",
            "100000",
            "--max-quarantined-ratio",
            "1",
            "--reason",
            "\"the shop's test day\"");

    assertThat(options)
        .isEqualTo(
            new TransformOptions(
                options.common(),
                Duration.ofHours(1),
                OptionalInt.of(100_000),
                Optional.of(new GateOverride(1.0, "\"the shop's test day\""))));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                TransformOptions.COMMAND,
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
                TransformOptions.COMMAND,
                Map.of(),
                "--pipeline",
                "readings",
                "--max-quarantined-ratio",
                "0.5"))
        .containsExactly(
            "Cannot use --max-quarantined-ratio alone: whoever overrides the gate says why; give --reason TEXT too");
    assertThat(
            Reading.problems(
                TransformOptions.COMMAND, Map.of(), "--pipeline", "readings", "--reason", "none"))
        .containsExactly(
            "Cannot use --reason alone: it says why the gate has another limit; give --max-quarantined-ratio RATIO too");
  }
}
