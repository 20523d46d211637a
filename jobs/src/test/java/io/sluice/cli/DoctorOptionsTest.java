// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorOptionsTest {
  @Test
  void defaults() {
    DoctorOptions options =
        Reading.options(DoctorOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options).isEqualTo(new DoctorOptions(options.common(), false, Duration.ZERO));
  }

  @Test
  void everyOption() {
    DoctorOptions options =
        Reading.options(
            DoctorOptions.COMMAND,
            Map.of(),
            "--pipeline",
            "readings",
            "--repair",
            "--wait",
            "1 minute");

    assertThat(options).isEqualTo(new DoctorOptions(options.common(), true, Duration.ofMinutes(1)));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                DoctorOptions.COMMAND, Map.of(), "--pipeline", "readings", "--wait", "long"))
        .containsExactly(
            "Cannot use 'long' as --wait: it must be a duration of at most 7 days, such as 10"
                + " minutes or 0; write --wait DURATION");
  }
}
