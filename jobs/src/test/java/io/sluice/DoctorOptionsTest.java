// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(DoctorJob.COMMAND))
        .isEqualTo(Map.of("repair", false, "wait", Duration.ZERO));
  }

  @Test
  void everyOption() {
    assertThat(Reading.own(DoctorJob.COMMAND, "--repair", "--wait", "1 minute"))
        .isEqualTo(Map.of("repair", true, "wait", Duration.ofMinutes(1)));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(DoctorJob.COMMAND, "--wait", "long"))
        .containsExactly(
            "Cannot use 'long' as --wait: it must be a duration of at most 7 days, such as 10"
                + " minutes or 0; write --wait DURATION");
  }
}
