// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Jobs;
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
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The commands for a pipeline's author, run in this JVM without data. */
public final class Authoring {
  private static final Clock STANDING =
      Clock.fixed(Instant.parse("2026-11-20T03:00:00Z"), ZoneOffset.UTC);

  private Optional<Path> cache = Optional.empty();
  private final Path root;
  private final Path sql;
  private final String pipeline;

  /** Of a pipeline {@code shop} that the test writes, in {@code sql/} under the root. */
  public Authoring(Path root) {
    this(root, root.resolve("sql"), PipelineFolder.NAME);
  }

  /**
   * @param root a folder of the test's own
   * @param sql holds the pipelines' folders
   */
  public Authoring(Path root, Path sql, String pipeline) {
    this.root = root;
    this.sql = sql;
    this.pipeline = pipeline;
  }

  /** The pipeline {@code shop}, as it starts. */
  public PipelineFolder shop() {
    return new PipelineFolder(sql);
  }

  /** Lets commands remember what held, as those of a user do. */
  public void remember() {
    cache = Optional.of(root.resolve("cache"));
  }

  /** Runs a command on the pipeline. */
  public RunResult run(String command, String... options) throws IOException {
    Path report = root.resolve("report.json");
    List<String> args = new ArrayList<>(List.of("--pipeline", pipeline));
    args.addAll(List.of("--data", root.resolve("data").toString()));
    args.addAll(List.of("--sql", sql.toString()));
    args.addAll(List.of("--report", report.toString()));
    args.addAll(List.of(options));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProcessContext surroundings =
        new ProcessContext(
            new Storage(new Configuration()),
            new StopSignal(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            STANDING,
            false /* terminal */,
            cache);
    int exitCode = Jobs.run(command, surroundings, System.err, args.toArray(String[]::new));
    return new RunResult(
        exitCode,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        new ObjectMapper().readTree(Files.readString(report)));
  }

  /** Whether anything was left where data would be. */
  public boolean hasData() {
    return Files.exists(root.resolve("data"));
  }
}
