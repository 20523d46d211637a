// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestOptionsTest {
  @Test
  void defaults() {
    TestOptions options = read();

    assertThat(options).isEqualTo(new TestOptions(options.common(), List.of()));
  }

  @Test
  void everyOption() {
    TestOptions options = read("--case", "one", "a second", "--case", "3");

    assertThat(options)
        .isEqualTo(new TestOptions(options.common(), List.of("one", "a second", "3")));
    assertThat(read("--case=one").cases()).containsExactly("one");
  }

  @Test
  void whatIsSetIsShown() {
    assertThat(
            TestOptions.COMMAND
                .values(Map.of(), "--pipeline", "readings", "--case", "a", "b")
                .effective())
        .endsWith("--log-format text --case a b");
    assertThat(TestOptions.COMMAND.values(Map.of(), "--pipeline", "readings").effective())
        .endsWith("--log-format text");
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                TestOptions.COMMAND, Map.of(), "--case", "--pipeline", "readings", "--case", " "))
        .containsExactly(
            "Cannot use --case: it has no value; write --case CASE …",
            "Cannot use ' ' as --case: it must be some text of at most 255 characters; write --case"
                + " CASE …");
  }

  private static TestOptions read(String... more) {
    String[] args = new String[more.length + 2];
    System.arraycopy(more, 0, args, 0, more.length);
    args[more.length] = "--pipeline";
    args[more.length + 1] = "readings";
    return Reading.options(TestOptions.COMMAND, Map.of(), args);
  }
}
