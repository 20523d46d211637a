// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusOptionsTest {
  @Test
  void defaults() {
    StatusOptions options =
        Reading.options(StatusOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options).isEqualTo(new StatusOptions(options.common(), Optional.empty(), false));
  }

  @Test
  void everyOption() {
    StatusOptions options =
        Reading.options(
            StatusOptions.COMMAND, Map.of(), "--pipeline", "readings", "--run", "r-1", "--json");

    assertThat(options).isEqualTo(new StatusOptions(options.common(), Optional.of("r-1"), true));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                StatusOptions.COMMAND, Map.of(), "--pipeline", "readings", "--run", "a b"))
        .containsExactly(
            "Cannot use 'a b' as --run: it must be 1 to 200 letters, digits, dots, underscores and"
                + " dashes; write --run ID");
  }
}
