// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityOptionsTest {
  @Test
  void defaults() {
    QualityOptions options =
        Reading.options(QualityOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options).isEqualTo(new QualityOptions(options.common(), Stage.AGGREGATE));
  }

  @Test
  void everyOption() {
    QualityOptions options =
        Reading.options(
            QualityOptions.COMMAND, Map.of(), "--pipeline", "readings", "--stage", "transform");

    assertThat(options).isEqualTo(new QualityOptions(options.common(), Stage.TRANSFORM));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                QualityOptions.COMMAND, Map.of(), "--pipeline", "readings", "--stage", "batch"))
        .containsExactly(
            "Cannot use 'batch' as --stage: it must be transform or aggregate; write --stage STAGE");
  }
}
