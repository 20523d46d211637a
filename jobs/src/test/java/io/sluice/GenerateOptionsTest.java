// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerateOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(GenerateJob.COMMAND))
        .isEqualTo(
            Map.of(
                "wait",
                Duration.ZERO,
                "rows",
                100L,
                "files",
                1L,
                "start",
                Instant.parse("2026-01-01T00:00:00Z"),
                "bad-ratio",
                0.0));
  }

  @Test
  void everyOption() {
    assertThat(
            Reading.own(
                GenerateJob.COMMAND,
                "--wait",
                "10 minutes",
                "--rows",
                "1000000000",
                "--files",
                "10000",
                "--start",
                "2026-11-20T04:00:00+01:00",
                "--bad-ratio",
                "0.25"))
        .isEqualTo(
            Map.of(
                "wait",
                Duration.ofMinutes(10),
                "rows",
                1_000_000_000L,
                "files",
                10_000L,
                "start",
                Instant.parse("2026-11-20T03:00:00Z"),
                "bad-ratio",
                0.25));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                GenerateJob.COMMAND,
                "--rows",
                "0",
                "--files",
                "10001",
                "--start",
                "2026-11-20",
                "--bad-ratio",
                "1.5",
                "--wait",
                "8 days"))
        .containsExactly(
            "Cannot use '0' as --rows: it must be a whole number from 1 to 1000000000; write --rows N",
            "Cannot use '10001' as --files: it must be a whole number from 1 to 10000; write --files N",
            "Cannot use '8 days' as --wait: it must be a duration of at most 7 days, such as 10 minutes or 0; write --wait DURATION",
            "Cannot use '2026-11-20' as --start: it must be an ISO-8601 time with its zone in the years 1900 to 2100, such as 2026-01-01T00:00:00Z; write --start TIME",
            "Cannot use '1.5' as --bad-ratio: it must be a number from 0 to 1; write --bad-ratio RATIO");
    assertThat(
            Reading.problems(
                GenerateJob.COMMAND, "--rows", "-5", "--bad-ratio", "-0.1", "--wait", "soon"))
        .containsExactly(
            "Cannot use '-5' as --rows: it must be a whole number from 1 to 1000000000; write --rows N",
            "Cannot use 'soon' as --wait: it must be a duration of at most 7 days, such as 10 minutes or 0; write --wait DURATION",
            "Cannot use '-0.1' as --bad-ratio: it must be a number from 0 to 1; write --bad-ratio RATIO");
    assertThat(
            Reading.problems(
                GenerateJob.COMMAND,
                "--rows",
                "1e3",
                "--bad-ratio",
                "NaN",
                "--start",
                "2101-01-01T00:00:00Z"))
        .hasSize(3);
  }

  @Test
  void aFileHasAtLeastOneRow() {
    assertThat(Reading.problems(GenerateJob.COMMAND, "--rows", "3", "--files", "4"))
        .containsExactly(
            "Cannot spread --rows 3 over --files 4: a file has at least one row; give --files a number up to 3");
    assertThat(Reading.problems(GenerateJob.COMMAND, "--rows", "many", "--files", "200"))
        .containsExactly(
            "Cannot use 'many' as --rows: it must be a whole number from 1 to 1000000000; write --rows N");
  }
}
