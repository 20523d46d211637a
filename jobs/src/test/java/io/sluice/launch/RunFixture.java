// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.Command;
import io.sluice.cli.Job;
import io.sluice.cli.Reading;
import io.sluice.run.ProcessContext;
import io.sluice.run.StopSignal;
import io.sluice.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A pipeline called readings, a runner whose clock is stopped, and what it printed. */
final class RunFixture {
  static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");

  final Path folder;
  final StopSignal stop = new StopSignal();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  RunFixture(Path folder) throws IOException {
    this.folder = folder;
    Path pipeline = Files.createDirectories(folder.resolve("sql/readings"));
    Files.writeString(
        pipeline.resolve("pipeline.yaml"),
        """
        source:
          schema: id STRING NOT NULL, day DATE
        table: readings
        key: [id]
        event-date: day
        """);
    Files.writeString(pipeline.resolve("rules.sql"), "select true as always from source\n");
    Files.writeString(pipeline.resolve("transformations.sql"), "select id, day from source\n");
  }

  /** Runs a command on this fixture's folders, under the run id run-1. */
  int run(Command command, Job job, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--pipeline",
                "readings",
                "--data",
                folder.resolve("data").toString(),
                "--sql",
                folder.resolve("sql").toString(),
                "--run-id",
                "run-1"));
    args.addAll(Arrays.asList(more));
    return runExactly(command, job, args.toArray(String[]::new));
  }

  int runExactly(Command command, Job job, String... args) {
    ProcessContext surroundings =
        new ProcessContext(
            new Storage(new Configuration()), stop, print(out), Clock.fixed(NOW, ZoneOffset.UTC));
    return new JobRunner(Map.of(), surroundings, print(err))
        .start(Reading.running(command, job), command.values(Map.of(), args));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** The names of the reports, in order. */
  List<String> reports() throws IOException {
    Path runs = folder.resolve("data/readings/runs");
    if (!Files.exists(runs)) {
      return List.of();
    }
    try (var files = Files.list(runs)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  String report(String name) throws IOException {
    return Files.readString(folder.resolve("data/readings/runs").resolve(name));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
