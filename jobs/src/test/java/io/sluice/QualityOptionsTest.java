// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import io.sluice.pipeline.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(QualityJob.COMMAND)).isEqualTo(Map.of("stage", Stage.AGGREGATE));
  }

  @Test
  void everyOption() {
    assertThat(Reading.own(QualityJob.COMMAND, "--stage", "transform", "--changed-since", "7:a"))
        .isEqualTo(Map.of("stage", Stage.TRANSFORM, "changed-since", "7:a"));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(QualityJob.COMMAND, "--stage", "batch", "--changed-since", "7"))
        .containsExactly(
            "Cannot use 'batch' as --stage: it must be transform or aggregate; write --stage STAGE",
            "Cannot use '7' as --changed-since: it must be start, or what changed.until of an earlier report says; write --changed-since CHANGE");
  }
}
