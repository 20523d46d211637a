// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidateOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(ValidateJob.COMMAND))
        .isEqualTo(Map.of("only", List.of(), "no-proof", false, "again", false));
  }

  @Test
  void everyOption() {
    assertThat(
            Reading.own(
                ValidateJob.COMMAND,
                "--show",
                "daily",
                "--only",
                "hourly",
                "daily",
                "--no-proof",
                "--again"))
        .isEqualTo(
            Map.of(
                "show",
                "daily",
                "only",
                List.of("hourly", "daily"),
                "no-proof",
                true,
                "again",
                true));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(ValidateJob.COMMAND, Map.of(), "--pipeline", "No"))
        .containsExactly(
            "Cannot use 'No' as --pipeline: it must be a letter from a to z, then letters, digits"
                + " and underscores; write --pipeline NAME");
  }
}
