// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.TransformJob;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that no rerun can help: they end with 2, and say what to do. */
@ExtendWith(SparkSessionExtension.class)
class ExitCodeTest {
  private static final String GOOD =
      "id,price,quantity,sold_at,buyer\no1,1.50,2,2026-03-02 10:00:00,anna\n";

  @TempDir private Path root;
  private Workspace workspace;
  private PipelineFolder pipeline;

  @BeforeEach
  void land() throws IOException {
    pipeline = new PipelineFolder(root.resolve("sql"));
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
    workspace.land("a.csv", GOOD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spark.executor.memory | abc | .*abc.*
          spark.master | sparc://here | Could not parse Master URL: 'sparc://here'
          """)
  void a_setting_that_spark_cannot_use(String setting, String value, String why) throws Exception {
    JsonNode report = transform(List.of(), "-D%s=%s".formatted(setting, value));

    assertThat(report.path("exit_code").asInt()).as(report.toString()).isEqualTo(2);
    assertThat(report.path("message").asText())
        .matches(
            "Cannot start Spark: the setting %s=%s does not do: %s; correct it in spark-defaults.conf, in SLUICE_SPARK_OPTS or where else it comes from"
                .formatted(setting, value, why));
    assertThat(workspace.hasTable("sales")).isFalse();
  }

  @Test
  void a_folder_that_may_not_be_written() throws Exception {
    Path data = workspace.in("");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
    JsonNode report;
    try {
      report = transform(withoutPrivileges());
    } finally {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    assertThat(report.path("exit_code").asInt()).as(report.toString()).isEqualTo(2);
    assertThat(report.path("message").asText()).contains(data.toString());
    assertThat(report.path("next_step").asText())
        .matches(
            "let \\S+ read and write \\S*%s\\S*, then run the same command again".formatted(data));
    assertThat(workspace.listing().keySet()).containsExactly("landing/a.csv");
    assertThat(workspace.run("transform").exitCode()).isZero();
  }

  @Test
  void sql_that_fails_for_what_it_reads() throws IOException {
    pipeline.write(
        "aggregations/daily.sql",
        "select sold_date, max(if(id = 'o1', raise_error('no such thing'), 0)) as x from sales group by sold_date");
    assertThat(workspace.run("transform").exitCode()).isZero();

    RunResult failed = workspace.run("aggregate");

    assertThat(failed.exitCode()).as(failed.outcome()).isEqualTo(2);
    assertThat(failed.message()).contains("daily", "no such thing");
    assertThat(failed.outcome()).doesNotContain("rerun");
    assertThat(workspace.hasTable("daily")).isFalse();
  }

  /** Root needs no rights, unless it lays down that privilege. */
  private static List<String> withoutPrivileges() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
    String dropped = "-dac_override,-dac_read_search";
    return List.of("/usr/bin/setpriv", "--bounding-set=" + dropped, "--inh-caps=" + dropped);
  }

  /** A transform in a JVM of its own, up to its report. */
  private JsonNode transform(List<String> before, String... options) throws Exception {
    Path report = root.resolve("report.json");
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-"))
            .toList());
    command.add("-Dspark.master=local[1]");
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), TransformJob.class.getName()));
    command.addAll(List.of("--pipeline", PipelineFolder.NAME, "--report", report.toString()));
    command.addAll(
        List.of(
            "--data", root.resolve("data").toString(), "--sql", root.resolve("sql").toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("printed").toFile())
            .start();
    int exitCode = process.waitFor();
    assertThat(report).as(Files.readString(root.resolve("printed"))).exists();
    JsonNode said = new ObjectMapper().readTree(Files.readString(report));
    assertThat(exitCode).isEqualTo(said.path("exit_code").asInt());
    return said;
  }
}
