// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.LogFormat;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Reading;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommonOptionsTest {
  private static final Map<String, String> NONE = Map.of();

  @Test
  void defaults() {
    assertThat(read(NONE, "--pipeline", "readings"))
        .isEqualTo(
            Map.of(
                "pipeline",
                "readings",
                "data",
                "data",
                "sql",
                "sql",
                "log-format",
                LogFormat.TEXT));
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
            Map.of(
                "pipeline",
                "readings",
                "data",
                "hdfs://host/data",
                "sql",
                "/pipelines with blanks",
                "run-id",
                "scheduled__2026-11-20T030000.000000_0000",
                "report",
                "/tmp/report.json",
                "log-format",
                LogFormat.JSON));
  }

  @Test
  void theEnvironmentWinsOverDefaults() {
    assertThat(
            read(
                Map.of(
                    "SLUICE_DATA",
                    "/env/data",
                    "SLUICE_SQL",
                    "/env/sql",
                    "SLUICE_LOG_FORMAT",
                    "json"),
                "--pipeline",
                "readings"))
        .isEqualTo(
            Map.of(
                "pipeline",
                "readings",
                "data",
                "/env/data",
                "sql",
                "/env/sql",
                "log-format",
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
                "/given/data"))
        .containsEntry("data", "/given/data");
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertThat(read(Map.of("SLUICE_DATA", " "), "--pipeline", "readings"))
        .containsEntry("data", "data");
  }

  @Test
  void refusesWhatItDoesNotUnderstandAllAtOnce() {
    assertThat(
            Reading.problems(
                QualityJob.COMMAND,
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
    assertThat(Reading.problems(QualityJob.COMMAND, NONE))
        .containsExactly("Cannot start: --pipeline is missing; write --pipeline NAME");
  }

  @Test
  void theLogShowsWhatHoldsAndNoCredentials() {
    OptionValues values =
        QualityJob.COMMAND.values(
            Map.of("SLUICE_SQL", "/env/sql"),
            "--pipeline",
            "readings",
            "--data",
            "s3a://key:sec/ret@bucket/data");

    assertThat(values.effective())
        .isEqualTo(
            "--pipeline readings --data s3a://***@bucket/data --sql /env/sql --log-format text --stage aggregate");
  }

  private static Map<String, Object> read(Map<String, String> environment, String... args) {
    Map<String, Object> all = Reading.all(QualityJob.COMMAND, environment, args);
    all.remove(QualityJob.STAGE.name());
    return all;
  }

  private static String unknown(String token) {
    return "Cannot use '"
        + token
        + "': quality has no such option; its options are --pipeline, --data, --sql, --run-id,"
        + " --report, --log-format, --stage, --changed-since, --help";
  }
}
