// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Readings;
import io.sluice.run.StopSignal;
import io.sluice.testing.Folders;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A pipeline with two batches, set back to one of its stages again and again. */
final class Scene {
  /** How far the pipeline is: its files landed, then transformed, then aggregated. */
  enum Stage {
    LANDED,
    TRANSFORMED,
    AGGREGATED
  }

  /** All that a pipeline's data comes to, but for what names runs and times. */
  record End(
      Map<String, List<Map<String, Object>>> tables,
      SortedMap<String, String> archive,
      SortedSet<String> batches,
      SortedSet<String> changes) {}

  private static final Map<ReadingsFeed, Scene> SCENES = new HashMap<>();

  private final ReadingsFeed feed;
  private final Path sql;
  private final Path folder;
  private final Workspace workspace;
  private final Map<Stage, Path> copies = new EnumMap<>(Stage.class);
  private final End undisturbed;

  /** The scene whose files are CSV. */
  static Scene open() throws IOException {
    return open(new ReadingsFeed.OfCsv());
  }

  /**
   * The scene of this JVM with such files. The pipeline runs undisturbed once; every test class
   * takes it from there, regardless of what another has left.
   */
  static synchronized Scene open(ReadingsFeed feed) throws IOException {
    if (!SCENES.containsKey(feed)) {
      Path root = Files.createTempDirectory("scene-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(root)));
      SCENES.put(feed, new Scene(root, feed));
    }
    Scene scene = SCENES.get(feed);
    scene.start(Stage.AGGREGATED);
    return scene;
  }

  private Scene(Path root, ReadingsFeed feed) throws IOException {
    this.feed = feed;
    this.sql =
        feed.edits().isEmpty()
            ? Pipelines.OWN
            : Pipelines.copy(
                Pipelines.OWN,
                Readings.NAME,
                root.resolve("sql"),
                feed.edits().toArray(Pipelines.Edit[]::new));
    this.folder = root.resolve("data").resolve(Readings.NAME);
    this.workspace = new Workspace(root.resolve("data"), sql, Readings.NAME);
    for (Stage stage : Stage.values()) {
      copies.put(stage, root.resolve(stage.name()));
    }
    land();
    Folders.copy(folder, copies.get(Stage.LANDED));
    assertThat(run("transform").exitCode()).isZero();
    Folders.copy(folder, copies.get(Stage.TRANSFORMED));
    assertThat(run("aggregate").exitCode()).isZero();
    Folders.copy(folder, copies.get(Stage.AGGREGATED));
    this.undisturbed = end();
  }

  Workspace workspace() {
    return workspace;
  }

  Path folder() {
    return folder;
  }

  End undisturbed() {
    return undisturbed;
  }

  /** Sets the pipeline back to a stage, as a new process would find it. */
  void start(Stage stage) throws IOException {
    workspace.use(sql);
    workspace.stopWith(new StopSignal());
    forget();
    Folders.delete(folder);
    Folders.copy(copies.get(stage), folder);
  }

  RunResult run(String job) throws IOException {
    return job.equals("transform")
        ? workspace.run(job, "--files-per-batch", "2")
        : workspace.run(job);
  }

  /** Runs a job that ends at a point. */
  void crash(CrashPoint point) throws IOException {
    Crash crash = new Crash(point);
    ObservedFiles.observe(crash);
    RunResult result = run(point.job());
    ObservedFiles.observe(Observer.NONE);
    forget();
    assertThat(crash.happened()).as("reached " + point).isTrue();
    assertThat(result.exitCode()).isEqualTo(1);
  }

  /**
   * Runs a job that is held at a point while other jobs run in another process, which it can't keep
   * out: they share no lock, as on storage that has none.
   */
  RunResult overtake(CrashPoint point, String... jobs) throws IOException {
    Pause pause =
        new Pause(
            point,
            () -> {
              Path leases = folder.resolve("leases");
              Files.move(leases, folder.resolveSibling("leases-" + System.nanoTime()));
              OtherProcess.run(folder.getParent(), jobs);
            });
    ObservedFiles.observe(pause);
    try {
      RunResult result = run(point.job());
      assertThat(pause.happened()).as("reached " + point).isTrue();
      return result;
    } finally {
      ObservedFiles.observe(Observer.NONE);
      forget();
    }
  }

  /** Runs both jobs until neither has work: each has to manage in one run. */
  void recover() throws IOException {
    for (String job : List.of("transform", "aggregate")) {
      RunResult rerun = run(job);
      assertThat(rerun.exitCode()).as(rerun.outcome()).isZero();
      assertThat(run(job).verdict()).startsWith("NO-OP ");
    }
  }

  End end() throws IOException {
    return new End(
        Readings.contents(workspace),
        workspace.texts("archive"),
        names("batches"),
        names("changes"));
  }

  /** Leaves nothing of the old process in memory. */
  static void forget() {
    for (StreamingQuery query : SparkSessionExtension.spark().streams().active()) {
      try {
        query.stop();
      } catch (TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }
    DeltaLog.clearCache();
  }

  private static void remove(Path root) {
    try {
      Folders.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void land() throws IOException {
    land(
        1,
        "s1;1;01.03.2024 10:00:00;20.5;true;01.01.2024",
        "s1;2;01.03.2024 11:00:00;hot;true;",
        "s2;1;02.03.2024 10:00:00;-3;;");
    land(
        2,
        "s2;2;02.03.2024 11:00:00;4.25;false;",
        "s2;3;;1;;",
        "s1;01;01.03.2024 10:00:00;20.50;true;01.01.2024");
    land(3, "what;is;this\n1;2;3\n".getBytes(StandardCharsets.UTF_8));
    land(
        4,
        "s1;3;01.03.2024 12:00:00;90;true;",
        "s3;1;03.03.2024 09:30:00;7;true;",
        "s2;1;02.03.2024 10:00:00;-3;;",
        "s2;2;02.03.2024 11:00:00;4.26;false;");
  }

  private void land(int number, String... records) throws IOException {
    land(number, feed.file(records));
  }

  private void land(int number, byte[] content) throws IOException {
    workspace.land("readings-%d.%s".formatted(number, feed.format()), content);
  }

  private SortedSet<String> names(String of) throws IOException {
    SortedSet<String> names = new TreeSet<>(workspace.texts(of).keySet());
    names.removeIf(name -> name.startsWith(".")); // what a killed run left half written
    return names;
  }
}
