// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(TestJob.COMMAND))
        .isEqualTo(Map.of("case", List.of(), "again", false, "update", false));
  }

  @Test
  void everyOption() {
    assertThat(
            Reading.own(
                TestJob.COMMAND, "--case", "one", "a second", "--case", "3", "--again", "--update"))
        .isEqualTo(Map.of("case", List.of("one", "a second", "3"), "again", true, "update", true));
    assertThat(Reading.own(TestJob.COMMAND, "--case=one"))
        .isEqualTo(Map.of("case", List.of("one"), "again", false, "update", false));
  }

  @Test
  void whatIsSetIsShown() {
    assertThat(
            TestJob.COMMAND
                .values(Map.of(), "--pipeline", "readings", "--case", "a", "b")
                .effective())
        .endsWith("--log-format text --case a b");
    assertThat(TestJob.COMMAND.values(Map.of(), "--pipeline", "readings").effective())
        .endsWith("--log-format text");
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                TestJob.COMMAND, Map.of(), "--case", "--pipeline", "readings", "--case", " "))
        .containsExactly(
            "Cannot use --case: it has no value; write --case CASE …",
            "Cannot use ' ' as --case: it must be some text of at most 255 characters; write --case"
                + " CASE …");
  }
}
