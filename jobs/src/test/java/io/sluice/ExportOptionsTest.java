// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(ExportJob.COMMAND))
        .isEqualTo(Map.of("again", false, "wait", Duration.ZERO));
  }

  @Test
  void everyOption() {
    assertThat(
            Reading.own(ExportJob.COMMAND, "--export", "daily", "--again", "--wait", "30 seconds"))
        .isEqualTo(Map.of("export", "daily", "again", true, "wait", Duration.ofSeconds(30)));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(ExportJob.COMMAND, "--export", "exports/daily.yaml"))
        .containsExactly(
            "Cannot use 'exports/daily.yaml' as --export: it must be the name of a file in"
                + " exports/; write --export NAME");
  }
}
