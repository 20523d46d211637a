// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommonOptionsTest {
  private static final Map<String, String> NONE = Map.of();

  @Test
  void defaults() {
    CommonOptions options = read(NONE, "--pipeline", "readings");

    assertThat(options)
        .isEqualTo(
            new CommonOptions(
                "readings", "data", "sql", options.runId(), Optional.empty(), LogFormat.TEXT));
    assertThat(options.runId()).matches("manual-\\d{8}T\\d{6}Z-[0-9a-f]{6}");
  }

  @Test
  void everyOption() {
    assertThat(
            read(
                NONE,
                "--pipeline=readings",
                "--data",
                "hdfs://host/data",
                "--sql",
                "/pipelines with blanks",
                "--run-id",
                "scheduled__2026-11-20T030000.000000_0000",
                "--report",
                "/tmp/report.json",
                "--log-format",
                "json"))
        .isEqualTo(
            new CommonOptions(
                "readings",
                "hdfs://host/data",
                "/pipelines with blanks",
                "scheduled__2026-11-20T030000.000000_0000",
                Optional.of("/tmp/report.json"),
                LogFormat.JSON));
  }

  @Test
  void theEnvironmentWinsOverDefaults() {
    CommonOptions options =
        read(
            Map.of(
                "SLUICE_DATA", "/env/data", "SLUICE_SQL", "/env/sql", "SLUICE_LOG_FORMAT", "json"),
            "--pipeline",
            "readings");

    assertThat(options)
        .isEqualTo(
            new CommonOptions(
                "readings",
                "/env/data",
                "/env/sql",
                options.runId(),
                Optional.empty(),
                LogFormat.JSON));
  }

  @Test
  void anOptionWinsOverTheEnvironment() {
    assertThat(
            read(
                    Map.of("SLUICE_DATA", "/env/data"),
                    "--pipeline",
                    "readings",
                    "--data",
                    "/given/data")
                .data())
        .isEqualTo("/given/data");
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertThat(read(Map.of("SLUICE_DATA", " "), "--pipeline", "readings").data()).isEqualTo("data");
  }

  @Test
  void refusesWhatItDoesNotUnderstandAllAtOnce() {
    assertThat(
            Reading.problems(
                QualityOptions.COMMAND,
                Map.of("SLUICE_LOG_FORMAT", "xml"),
                "quickly",
                "--pipeline",
                "../x",
                "--pipelin",
                "readings",
                "-data",
                "--run-id",
                "a b",
                "--report",
                "--sql",
                "a",
                "--sql",
                "b",
                "--data",
                ":"))
        .containsExactly(
            unknown("-data"),
            unknown("quickly"),
            unknown("--pipelin"),
            "Cannot use --sql: it is given 2 times; give it once",
            "Cannot use --report: it has no value; write --report URI",
            "Cannot use '../x' as --pipeline: it must be a letter from a to z, then letters, digits and underscores; write --pipeline NAME",
            "Cannot use ':' as --data: it must be a path or URI, such as data or hdfs://host/data; write --data URI",
            "Cannot use 'a b' as --run-id: it must be 1 to 200 letters, digits, dots, underscores and dashes; write --run-id ID",
            "Cannot use 'xml' as SLUICE_LOG_FORMAT: it must be text or json; write --log-format FORMAT");
  }

  @Test
  void needsAPipeline() {
    assertThat(Reading.problems(QualityOptions.COMMAND, NONE))
        .containsExactly("Cannot start: --pipeline is missing; write --pipeline NAME");
  }

  @Test
  void theLogShowsWhatHoldsAndNoCredentials() {
    OptionValues values =
        QualityOptions.COMMAND.values(
            Map.of("SLUICE_SQL", "/env/sql"),
            "--pipeline",
            "readings",
            "--data",
            "s3a://key:sec/ret@bucket/data");

    assertThat(values.effective())
        .isEqualTo(
            "--pipeline readings --data s3a://***@bucket/data --sql /env/sql --log-format text --stage aggregate");
  }

  private static CommonOptions read(Map<String, String> environment, String... args) {
    return Reading.options(QualityOptions.COMMAND, environment, args).common();
  }

  private static String unknown(String token) {
    return "Cannot use '"
        + token
        + "': quality has no such option; its options are --pipeline, --data, --sql, --run-id,"
        + " --report, --log-format, --stage, --help";
  }
}
