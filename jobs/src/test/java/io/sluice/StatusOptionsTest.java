// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(StatusJob.COMMAND)).isEqualTo(Map.of("json", false));
  }

  @Test
  void everyOption() {
    assertThat(Reading.own(StatusJob.COMMAND, "--run", "r-1", "--json"))
        .isEqualTo(Map.of("run", "r-1", "json", true));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(StatusJob.COMMAND, "--run", "a b"))
        .containsExactly(
            "Cannot use 'a b' as --run: it must be 1 to 200 letters, digits, dots, underscores and"
                + " dashes; write --run ID");
  }
}
