// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaintainOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(MaintainJob.COMMAND))
        .isEqualTo(Map.of("keep", Duration.ofDays(7), "wait", Duration.ZERO));
  }

  @Test
  void everyOption() {
    assertThat(Reading.own(MaintainJob.COMMAND, "--keep", "1 hour", "--wait", "30 seconds"))
        .isEqualTo(Map.of("keep", Duration.ofHours(1), "wait", Duration.ofSeconds(30)));
  }

  @Test
  void rejections() {
    for (String keep : new String[] {"59 minutes", "366 days", "long"}) {
      assertThat(Reading.problems(MaintainJob.COMMAND, "--keep", keep))
          .containsExactly(
              "Cannot use '"
                  + keep
                  + "' as --keep: it must be a duration from 1 hour to 365 days, such as 7 days"
                  + " (queries and runs that are under way read files of older versions); write"
                  + " --keep DURATION");
    }
  }
}
