// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Jobs;
import io.sluice.progress.Progress;
import io.sluice.run.ProcessContext;
import io.sluice.run.StopSignal;
import io.sluice.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One pipeline's data in a folder of its own, and jobs that run on it in this JVM as their mains
 * run them.
 */
public final class Workspace {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What every run may write: its report and its lease. */
  private static final List<String> OF_RUNS = List.of("runs/", "leases/");

  private final Path data;
  private final String pipeline;
  private Path sql;
  private StopSignal stop = new StopSignal();
  private Clock clock = Clock.systemUTC();
  private boolean terminal;
  private Map<String, String> environment = Map.of();
  private Optional<Progress> progress = Optional.empty();
  private Instant nextLanding = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_000);

  /**
   * @param data where the data of all pipelines is
   * @param sql where the folders of all pipelines are
   */
  public Workspace(Path data, Path sql, String pipeline) {
    this.data = data;
    this.sql = sql;
    this.pipeline = pipeline;
  }

  /** A path in the pipeline's folder. */
  public Path in(String path) {
    return data.resolve(pipeline).resolve(path);
  }

  /** Takes the pipelines' folders from elsewhere from now on. */
  public void use(Path otherSql) {
    sql = otherSql;
  }

  /** The stop signal of the runs to come. */
  public void stopWith(StopSignal signal) {
    stop = signal;
  }

  /** The clock of the machine that the runs to come are on. */
  public void goBy(Clock otherClock) {
    clock = otherClock;
  }

  /** What the runs to come tell how far they are. */
  public void tell(Progress teller) {
    progress = Optional.of(teller);
  }

  /** The environment variables that the runs to come find. */
  public void set(Map<String, String> variables) {
    environment = Map.copyOf(variables);
  }

  /** Lets the runs to come print on a terminal, or not. */
  public void printOnTerminal(boolean isOne) {
    terminal = isOne;
  }

  /** Puts a file into landing/, a second after the one before it. */
  public void land(String name, String content) throws IOException {
    land(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The same. */
  public void land(String name, byte[] content) throws IOException {
    land(name, content, nextLanding);
    nextLanding = nextLanding.plusSeconds(1);
  }

  public void land(String name, byte[] content, Instant modifiedAt) throws IOException {
    Files.createDirectories(in("landing"));
    Path file = Files.write(in("landing").resolve(name), content);
    Files.setLastModifiedTime(file, FileTime.from(modifiedAt));
  }

  /** Runs a job of this pipeline. */
  public RunResult run(String job, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of(job.split(" ")));
    words.addAll(List.of("--pipeline", pipeline));
    words.addAll(List.of(options));
    return type(words);
  }

  /**
   * Runs a command line as a person types it, on this data.
   *
   * @param words what follows the launcher's name
   */
  public RunResult type(List<String> words) throws IOException {
    Path report = data.resolve("last-report.json");
    List<String> args = new ArrayList<>(words.subList(1, words.size()));
    args.addAll(List.of("--data", data.toString(), "--sql", sql.toString()));
    args.addAll(List.of("--report", report.toString()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProcessContext surroundings =
        new ProcessContext(
            new Storage(SparkSessionExtension.spark().sparkContext().hadoopConfiguration()),
            stop,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            clock,
            terminal,
            Optional.empty(),
            progress.orElseGet(() -> new Progress(clock)));
    int exitCode =
        Jobs.run(words.get(0), environment, surroundings, System.err, args.toArray(String[]::new));
    return new RunResult(
        exitCode,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        JSON.readTree(Files.readString(report)));
  }

  /** The rows of a relation's newest version, as any reader finds them. */
  public List<Map<String, Object>> table(String relation, String... leftOut) {
    return Contents.of(
        SparkSessionExtension.spark()
            .read()
            .format("delta")
            .load(in("tables").resolve(relation).toString()),
        leftOut);
  }

  /** The rows that a relation's version has. */
  public List<Map<String, Object>> tableAt(String relation, long version, String... leftOut) {
    return Contents.of(
        SparkSessionExtension.spark()
            .read()
            .format("delta")
            .option("versionAsOf", version)
            .load(in("tables").resolve(relation).toString()),
        leftOut);
  }

  /** Whether a relation was ever published. */
  public boolean hasTable(String relation) {
    return Files.exists(in("tables/%s/_delta_log/%020d.json".formatted(relation, 0)));
  }

  /** Every file but reports and leases, with size and modification time. */
  public SortedMap<String, String> listing() throws IOException {
    SortedMap<String, String> listing = Folders.listing(data.resolve(pipeline));
    listing.keySet().removeIf(path -> OF_RUNS.stream().anyMatch(path::startsWith));
    return listing;
  }

  /** The bytes of every file in one of the pipeline's folders. */
  public SortedMap<String, String> texts(String folder) throws IOException {
    return Folders.texts(in(folder));
  }
}
