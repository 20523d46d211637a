// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A landing folder from which nothing can be moved: said before anything is published. */
@ExtendWith(SparkSessionExtension.class)
class ClosedLandingTest {
  private static final String YAML =
      """
      source:
        schema: |
          id STRING NOT NULL, amount DECIMAL(10,2), day DATE NOT NULL
      table: t
      key: [id]
      event-date: day
      gate: {max-quarantined-ratio: 1.0}
      """;
  private static final String REMEDY =
      "; let Sluice's user write to landing/ and archive/ and all that is in them, or set archive:"
          + " false under source in pipeline.yaml; this run publishes nothing";

  @TempDir private Path folder;
  private Workspace workspace;

  @BeforeEach
  void land() throws IOException {
    Path sql = Files.createDirectories(folder.resolve("sql/t1"));
    Files.writeString(sql.resolve("pipeline.yaml"), YAML);
    Files.writeString(
        sql.resolve("rules.sql"), "select amount is null or amount >= 0 as ok from source\n");
    Files.writeString(sql.resolve("transformations.sql"), "select id, amount, day from source\n");
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), "t1");
    workspace.land("a.csv", "id,amount,day\nr1,1.50,2026-01-05\nr2,-5,2026-01-05\n");
  }

  @AfterEach
  void open() throws IOException {
    permit("landing", "rwxr-xr-x");
  }

  @Test
  void nothing_is_published_until_files_can_be_moved() throws Exception {
    permit("landing", "r-xr-xr-x");

    for (int run = 0; run < 2; run++) {
      JsonNode report = transform();

      assertThat(report.path("exit_code").asInt()).isEqualTo(2);
      assertThat(report.path("message").asText())
          .isEqualTo("Cannot move a.csv to archive/: landing/ can't be written to" + REMEDY);
    }
    assertThat(workspace.listing().keySet()).containsExactly("landing/a.csv");

    permit("landing", "rwxr-xr-x");
    Files.createDirectories(workspace.in("archive"));
    permit("archive", "r-xr-xr-x");
    assertThat(transform().path("message").asText())
        .isEqualTo("Cannot move a.csv to archive/: archive/ can't be written to" + REMEDY);
    permit("archive", "rwxr-xr-x");

    assertThat(workspace.run("transform").exitCode()).isZero();
    assertThat(workspace.table("files")).hasSize(1);
    assertThat(workspace.table("quarantine")).hasSize(1);
    assertThat(workspace.table("t")).extracting(row -> row.get("id")).containsExactly("r1");
  }

  @Test
  void what_was_published_is_not_taken_in_again() throws Exception {
    assertThat(workspace.run("transform").exitCode()).isZero();
    Path archived = workspace.in("archive/000001/a.csv");
    Files.move(archived, workspace.in("landing/a.csv")); // as a run that could not move it left it
    permit("landing", "r-xr-xr-x");

    JsonNode report = transform();

    assertThat(report.path("exit_code").asInt()).isEqualTo(2);
    assertThat(report.path("message").asText())
        .startsWith("Cannot move a.csv to archive/: landing/ can't be written to");
    assertThat(workspace.table("files")).hasSize(1);
    assertThat(archived).doesNotExist();

    permit("landing", "rwxr-xr-x");
    assertThat(workspace.run("transform").verdict())
        .isEqualTo("NO-OP nothing landed since batch 1");
    assertThat(archived).exists();
    assertThat(workspace.table("quarantine")).hasSize(1);
  }

  /** Without an archive nothing is moved, and nothing has to be. */
  @Test
  void nothing_is_asked_of_a_landing_folder_without_an_archive() throws Exception {
    Path yaml = folder.resolve("sql/t1/pipeline.yaml");
    Files.writeString(yaml, YAML.replace("source:\n", "source:\n  archive: false\n"));
    permit("landing", "r-xr-xr-x");

    JsonNode report = job("StatusJob");

    assertThat(report.at("/exit_code").asInt(-1)).isZero();
    assertThat(output()).contains("RUN 1 file in 1 batch");
  }

  @Test
  void aSubfolderThatIsClosedIsNamedAndHoldsNothingUp() throws Exception {
    Path yaml = folder.resolve("sql/t1/pipeline.yaml");
    Files.writeString(yaml, YAML.replace("source:\n", "source:\n  files: \"**/*.csv\"\n"));
    Files.createDirectories(workspace.in("landing/shut"));
    workspace.land("shut/b.csv", "id,amount,day\nr3,1.50,2026-01-05\n");
    permit("landing/shut", "---------");

    JsonNode report = job("StatusJob");
    permit("landing/shut", "rwxr-xr-x");

    assertThat(report.at("/exit_code").asInt(-1)).isZero();
    assertThat(output())
        .contains("RUN 1 file in 1 batch")
        .contains("ignored 'shut/': a folder that Sluice's user may not look into");
  }

  private void permit(String name, String permissions) throws IOException {
    Files.setPosixFilePermissions(workspace.in(name), PosixFilePermissions.fromString(permissions));
  }

  private JsonNode transform() throws Exception {
    return job("TransformJob");
  }

  /** Runs a job in a process that has no more rights than the permissions give, root or not. */
  private JsonNode job(String main, String... options) throws Exception {
    Path report = folder.resolve("report.json");
    List<String> command = new ArrayList<>();
    if (Files.getAttribute(folder, "unix:uid").equals(0)) {
      command.addAll(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.sluice." + main, "--pipeline", "t1", "--report", report.toString()));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of("--sql", folder.resolve("sql").toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    int exitCode = process.waitFor();
    JsonNode told = new ObjectMapper().readTree(Files.readString(report));
    assertThat(told.path("exit_code").asInt()).as(this::output).isEqualTo(exitCode);
    return told;
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
