// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidateOptionsTest {
  @Test
  void hasNoneOfItsOwn() {
    assertThat(Reading.own(ValidateJob.COMMAND)).isEqualTo(Map.of());
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(ValidateJob.COMMAND, Map.of(), "--pipeline", "No"))
        .containsExactly(
            "Cannot use 'No' as --pipeline: it must be a letter from a to z, then letters, digits"
                + " and underscores; write --pipeline NAME");
  }
}
