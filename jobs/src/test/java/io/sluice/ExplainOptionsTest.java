// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainOptionsTest {
  @Test
  void takesOneRelation() {
    assertThat(Reading.own(ExplainJob.COMMAND, "daily")).isEqualTo(Map.of("RELATION", "daily"));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(ExplainJob.COMMAND, Map.of(), "--pipeline", "shop"))
        .singleElement()
        .asString()
        .contains("RELATION");
  }
}
