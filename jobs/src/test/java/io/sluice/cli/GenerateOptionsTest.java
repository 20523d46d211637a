// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerateOptionsTest {
  @Test
  void defaults() {
    GenerateOptions options = read("--pipeline", "readings");

    assertThat(options)
        .isEqualTo(
            new GenerateOptions(
                options.common(),
                Duration.ZERO,
                100,
                1,
                Instant.parse("2026-01-01T00:00:00Z"),
                0.0));
  }

  @Test
  void everyOption() {
    GenerateOptions options =
        read(
            "--pipeline",
            "readings",
            "--wait",
            "10 minutes",
            "--rows",
            "1000000000",
            "--files",
            "10000",
            "--start",
            "2026-11-20T04:00:00+01:00",
            "--bad-ratio",
            "0.25");

    assertThat(options)
        .isEqualTo(
            new GenerateOptions(
                options.common(),
                Duration.ofMinutes(10),
                1_000_000_000,
                10_000,
                Instant.parse("2026-11-20T03:00:00Z"),
                0.25));
  }

  @Test
  void rejections() {
    assertThat(
            problems(
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
    assertThat(problems("--rows", "-5", "--bad-ratio", "-0.1", "--wait", "soon"))
        .containsExactly(
            "Cannot use '-5' as --rows: it must be a whole number from 1 to 1000000000; write --rows N",
            "Cannot use 'soon' as --wait: it must be a duration of at most 7 days, such as 10 minutes or 0; write --wait DURATION",
            "Cannot use '-0.1' as --bad-ratio: it must be a number from 0 to 1; write --bad-ratio RATIO");
    assertThat(problems("--rows", "1e3", "--bad-ratio", "NaN", "--start", "2101-01-01T00:00:00Z"))
        .hasSize(3);
  }

  @Test
  void aFileHasAtLeastOneRow() {
    assertThat(problems("--rows", "3", "--files", "4"))
        .containsExactly(
            "Cannot spread --rows 3 over --files 4: a file has at least one row; give --files a number up to 3");
    assertThat(problems("--rows", "many", "--files", "200"))
        .containsExactly(
            "Cannot use 'many' as --rows: it must be a whole number from 1 to 1000000000; write --rows N");
  }

  private static GenerateOptions read(String... args) {
    return Reading.options(GenerateOptions.COMMAND, Map.of(), args);
  }

  private static List<String> problems(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "--pipeline";
    all[1] = "readings";
    System.arraycopy(args, 0, all, 2, args.length);
    return Reading.problems(GenerateOptions.COMMAND, Map.of(), all);
  }
}
