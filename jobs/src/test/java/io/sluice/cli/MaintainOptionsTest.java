// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaintainOptionsTest {
  @Test
  void defaults() {
    MaintainOptions options =
        Reading.options(MaintainOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options)
        .isEqualTo(new MaintainOptions(options.common(), Duration.ofDays(7), Duration.ZERO));
  }

  @Test
  void everyOption() {
    MaintainOptions options =
        Reading.options(
            MaintainOptions.COMMAND,
            Map.of(),
            "--pipeline",
            "readings",
            "--keep",
            "1 hour",
            "--wait",
            "30 seconds");

    assertThat(options)
        .isEqualTo(
            new MaintainOptions(options.common(), Duration.ofHours(1), Duration.ofSeconds(30)));
  }

  @Test
  void rejections() {
    for (String keep : new String[] {"59 minutes", "366 days", "long"}) {
      assertThat(
              Reading.problems(
                  MaintainOptions.COMMAND, Map.of(), "--pipeline", "readings", "--keep", keep))
          .containsExactly(
              "Cannot use '"
                  + keep
                  + "' as --keep: it must be a duration from 1 hour to 365 days, such as 7 days"
                  + " (queries and runs that are under way read files of older versions); write"
                  + " --keep DURATION");
    }
  }
}
