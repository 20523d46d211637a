// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidateOptionsTest {
  @Test
  void defaults() {
    ValidateOptions options =
        Reading.options(ValidateOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options).isEqualTo(new ValidateOptions(options.common()));
    assertThat(options.common().pipeline()).isEqualTo("readings");
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(ValidateOptions.COMMAND, Map.of(), "--pipeline", "No"))
        .containsExactly(
            "Cannot use 'No' as --pipeline: it must be a letter from a to z, then letters, digits"
                + " and underscores; write --pipeline NAME");
  }
}
