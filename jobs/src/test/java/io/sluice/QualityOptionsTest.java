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
    assertThat(Reading.own(QualityJob.COMMAND, "--stage", "transform"))
        .isEqualTo(Map.of("stage", Stage.TRANSFORM));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(QualityJob.COMMAND, "--stage", "batch"))
        .containsExactly(
            "Cannot use 'batch' as --stage: it must be transform or aggregate; write --stage STAGE");
  }
}
