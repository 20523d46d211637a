// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.problem.Outcome;
import io.sluice.run.ProcessContext;
import io.sluice.run.StopSignal;
import io.sluice.storage.Storage;
import io.sluice.testing.ObjectStore;
import io.sluice.testing.RemoteFileSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins on which file systems jobs work, and how those end that don't. */
class StorageCheckTest {
  private static final String NO_S3A =
      "the class org.apache.hadoop.fs.s3a.S3AFileSystem is missing; start the run with SLUICE_SPARK_OPTS=\"--packages org.apache.hadoop:hadoop-aws:3.3.4\", or with its jars by --jars";

  private static final Command WRITING = command(Job.writing((options, context) -> wrote()));
  private static final Command READING =
      new Command(
              "look",
              "Looks.",
              "./sluice look --pipeline readings",
              CommonOptions.and(),
              (options, context) -> Outcome.SUCCEEDED)
          .withoutData();

  private static boolean hasWritten;

  private final Configuration hadoop = new Configuration();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeEach
  void makePipeline() throws IOException {
    fixture = new RunFixture(folder);
    hasWritten = false;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noCommandWorksWithoutItsConnector(boolean writing) {
    int code = run(Map.of(), writing ? WRITING : READING, "--data", "s3a://bucket/data");

    assertThat(code).isEqualTo(2);
    assertThat(lines())
        .containsExactly(
            "INVALID %s readings: Cannot use s3a://bucket/data/readings: %s"
                .formatted(writing ? "write" : "look", NO_S3A));
  }

  @ParameterizedTest
  @CsvSource({"--sql,s3a://bucket/sql", "--report,s3a://bucket/report.json"})
  void norDoTheOtherPlaces(String option, String path) throws IOException {
    int code = run(Map.of(), WRITING, "--data", local(), option, path);

    assertThat(code).isEqualTo(2);
    assertThat(lines())
        .containsExactly("INVALID write readings: Cannot use %s: %s".formatted(path, NO_S3A));
    assertThat(files()).isEmpty();
  }

  @Test
  void aStoreThatLetsTwoWinIsRefusedAndNothingIsLeftThere() throws IOException {
    ObjectStore.register(hadoop, ObjectStore.Old.class);

    int code = run(Map.of(), WRITING, "--data", remote("s3a"));

    assertThat(code).isEqualTo(2);
    assertThat(lines())
        .containsExactly(
            "INVALID write readings: Cannot write to %s/readings: of two runs that create one file on s3a both may succeed, and both would publish; use a file system that tells them apart (a local disk, HDFS, S3 by Hadoop 3.4.2), or see to it that one run at a time writes there and set SLUICE_STORAGE=single-writer"
                .formatted(remote("s3a")));
    assertThat(hasWritten).isFalse();
    assertThat(files()).isEmpty();
  }

  @Test
  void itIsReadAllTheSame() {
    ObjectStore.register(hadoop, ObjectStore.Old.class);

    assertThat(run(Map.of(), READING, "--data", remote("s3a"))).isZero();
  }

  @Test
  void whoeverSaysThatThereIsOneWriterGoesOn() throws IOException {
    ObjectStore.register(hadoop, ObjectStore.Old.class);

    int code = run(Map.of("SLUICE_STORAGE", "single-writer"), WRITING, "--data", remote("s3a"));

    assertThat(code).isZero();
    assertThat(hasWritten).isTrue();
    assertThat(files()).singleElement().asString().contains("-write-").endsWith(".json");
  }

  @Test
  void whatElseThatVariableSaysIsRefused() throws IOException {
    int code = run(Map.of("SLUICE_STORAGE", "single"), WRITING, "--data", local());

    assertThat(code).isEqualTo(2);
    assertThat(lines())
        .containsExactly(
            "INVALID write readings: Cannot use SLUICE_STORAGE=single: single-writer is all that it can say; set it to that, or unset it");
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "hdfs", "s3a"})
  void whatKeepsTwoWritersApartNeedsNoWord(String scheme) {
    hadoop.setClass("fs.hdfs.impl", RemoteFileSystem.class, FileSystem.class);
    hadoop.setBoolean("fs.hdfs.impl.disable.cache", true);
    hadoop.set("fs.AbstractFileSystem.hdfs.impl", RemoteFileSystem.Context.class.getName());
    ObjectStore.register(hadoop);

    assertThat(run(Map.of(), WRITING, "--data", remote(scheme))).isZero();
    assertThat(hasWritten).isTrue();
  }

  private int run(Map<String, String> environment, Command command, String... more) {
    List<String> args = new ArrayList<>(List.of("--pipeline", "readings"));
    args.addAll(List.of(more));
    if (!args.contains("--sql")) {
      args.addAll(List.of("--sql", fixture.folder.resolve("sql").toString()));
    }
    ProcessContext surroundings =
        new ProcessContext(new Storage(hadoop), new StopSignal(), print(out), Clock.systemUTC());
    return new JobRunner(environment, surroundings, print(new ByteArrayOutputStream()))
        .start(command, command.values(Map.of(), args.toArray(String[]::new)));
  }

  private static Command command(Job job) {
    return new Command(
        "write",
        "Writes.",
        "./sluice write --pipeline readings",
        CommonOptions.and(CommonOptions.WAIT),
        job);
  }

  private static Outcome wrote() {
    hasWritten = true;
    return Outcome.SUCCEEDED;
  }

  private String local() {
    return folder.resolve("data").toString();
  }

  private String remote(String scheme) {
    return scheme + ":" + folder.resolve("data");
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Every file that a run has left in the data folder. */
  private List<Path> files() throws IOException {
    if (!Files.exists(folder.resolve("data"))) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
