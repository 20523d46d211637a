// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is killed while it writes a small file leaves the old text or the new one. */
class SmallFilesCrashTest {
  private static final String OLD = "old\n";
  private static final String NEW = "new\n".repeat(1_000);

  private final Configuration hadoop = new Configuration();
  @TempDir private Path folder;

  @BeforeEach
  void observe() throws IOException {
    ObservedFiles.install(hadoop, folder);
    ObservedRemoteFileSystem.register(hadoop);
  }

  @AfterEach
  void cleanUp() throws IOException {
    ObservedFiles.uninstall(hadoop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "remote"})
  void a_replaced_file_has_its_old_text_or_its_new_one_at_every_step(String scheme)
      throws IOException {
    Storage storage = new Storage(hadoop);
    List<Optional<String>> seen = new ArrayList<>();
    int steps = steps(() -> replace(storage, scheme), () -> seen.add(text()));
    assertThat(steps).isGreaterThanOrEqualTo(6);
    assertThat(seen).containsOnly(Optional.of(OLD), Optional.of(NEW));
    assertThat(text()).contains(NEW);

    for (int step = 1; step <= steps; step++) {
      crash(step, () -> replace(storage, scheme));
      assertThat(text()).as("step %d", step).isIn(Optional.of(OLD), Optional.of(NEW));
      assertThat(storage.isIntact(path(scheme))).as("step %d", step).isTrue();
      storage.replace(path(scheme), NEW);
      assertThat(text()).contains(NEW);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "remote"})
  void a_created_file_is_whole_or_not_there_at_every_step(String scheme) throws IOException {
    Storage storage = new Storage(hadoop);
    List<Optional<String>> seen = new ArrayList<>();
    int steps = steps(() -> create(storage, scheme), () -> seen.add(text()));
    assertThat(steps).isGreaterThanOrEqualTo(6);
    assertThat(seen).containsOnly(Optional.empty(), Optional.of(NEW));
    assertThat(text()).contains(NEW);

    for (int step = 1; step <= steps; step++) {
      crash(step, () -> create(storage, scheme));
      Optional<String> left = text();
      assertThat(left).as("step %d", step).isIn(Optional.empty(), Optional.of(NEW));
      assertThat(storage.createIfAbsent(path(scheme), NEW)).isEqualTo(left.isEmpty());
      assertThat(text()).contains(NEW);
    }
  }

  private void replace(Storage storage, String scheme) throws IOException {
    Files.writeString(folder.resolve("small.json"), OLD);
    storage.replace(path(scheme), NEW);
  }

  private void create(Storage storage, String scheme) throws IOException {
    Files.deleteIfExists(folder.resolve("small.json"));
    storage.createIfAbsent(path(scheme), NEW);
  }

  /** Counts the moments before and after each operation, and looks at each. */
  private int steps(Work work, Work look) throws IOException {
    int[] steps = {0};
    ObservedFiles.observe(
        new AtEachStep(
            () -> {
              steps[0]++;
              look.run();
            }));
    work.run();
    ObservedFiles.observe(Observer.NONE);
    return steps[0];
  }

  private void crash(int at, Work work) {
    int[] steps = {0};
    ObservedFiles.observe(
        new AtEachStep(
            () -> {
              steps[0]++;
              if (steps[0] >= at) {
                throw new SimulatedCrash(new Operation(Operation.Verb.CLOSE, "step " + at));
              }
            }));
    assertThatThrownBy(work::run).isInstanceOf(SimulatedCrash.class);
    ObservedFiles.observe(Observer.NONE);
  }

  private Optional<String> text() throws IOException {
    Path file = folder.resolve("small.json");
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  private org.apache.hadoop.fs.Path path(String scheme) {
    return new org.apache.hadoop.fs.Path(scheme, "", folder.resolve("small.json").toString());
  }

  private interface Work {
    void run() throws IOException;
  }

  private record AtEachStep(Work work) implements Observer {
    @Override
    public void before(Operation operation) throws IOException {
      work.run();
    }

    @Override
    public void after(Operation operation) throws IOException {
      work.run();
    }
  }
}
