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
    assertThat(Reading.own(ValidateJob.COMMAND, "--show", "daily", "--no-proof", "--again"))
        .isEqualTo(Map.of("show", "daily", "only", List.of(), "no-proof", true, "again", true));
    assertThat(Reading.own(ValidateJob.COMMAND, "--only", "hourly", "daily"))
        .isEqualTo(Map.of("only", List.of("hourly", "daily"), "no-proof", false, "again", false));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(ValidateJob.COMMAND, Map.of(), "--pipeline", "No"))
        .containsExactly(
            "Cannot use 'No' as --pipeline: it must be a letter from a to z, then letters, digits"
                + " and underscores; write --pipeline NAME");
    assertThat(
            Reading.problems(
                ValidateJob.COMMAND, "--only", "daily", "--show", "daily", "--no-proof"))
        .containsExactly(
            "Cannot use --only with --show: one chooses what is tried, the other tries nothing; give one",
            "Cannot use --only with --no-proof: one chooses what is tried, the other tries nothing; give one");
  }
}
