// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
  private static final int ROUNDS = 200;

  private final Storage storage = new Storage(new Configuration());
  @TempDir private Path folder;

  @Test
  void createsAFileOnce() throws IOException {
    assertThat(storage.createIfAbsent(path("new/é 1.json"), "first ✓\n")).isTrue();
    assertThat(storage.createIfAbsent(path("new/é 1.json"), "second")).isFalse();

    assertThat(storage.read(path("new/é 1.json"))).isEqualTo("first ✓\n");
    assertThat(names("new")).containsExactly("é 1.json");
  }

  @Test
  void ofTwoThatCreateAFileExactlyOneWins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        CyclicBarrier together = new CyclicBarrier(2);
        org.apache.hadoop.fs.Path path = path("%06d.json".formatted(round));
        String first = "first ".repeat(2_000);
        String second = "second ".repeat(2_000);
        Future<Boolean> one = threads.submit(creates(together, path, first));
        Future<Boolean> other = threads.submit(creates(together, path, second));

        assertThat(one.get()).as("round %d", round).isNotEqualTo(other.get());
        assertThat(storage.read(path)).isEqualTo(one.get() ? first : second);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(names(".")).hasSize(ROUNDS);
  }

  @Test
  void aFileIsSeenWholeOrNotAtAll() throws Exception {
    String content = "line\n".repeat(100_000);
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try {
      for (int round = 0; round < 20; round++) {
        org.apache.hadoop.fs.Path path = path("whole-%d.json".formatted(round));
        Future<Boolean> written = threads.submit(() -> storage.createIfAbsent(path, content));
        while (!storage.exists(path)) {
          Thread.onSpinWait();
        }

        assertThat(storage.read(path)).hasSize(content.length());
        assertThat(written.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void replacesAFile() throws IOException {
    storage.replace(path("report.json"), "old");
    storage.replace(path("report.json"), "new");

    assertThat(storage.read(path("report.json"))).isEqualTo("new");
    assertThat(names(".").stream().filter(name -> !name.endsWith(".crc")))
        .containsExactly("report.json");
  }

  @Test
  void movesAFileButNeverOverAnother() throws IOException {
    Files.writeString(folder.resolve("a b[1].csv"), "a");
    Files.writeString(folder.resolve("c.csv"), "c");

    assertThat(storage.moveIfAbsent(path("a b[1].csv"), path("archive/000001/a b[1].csv")))
        .isTrue();
    assertThat(storage.moveIfAbsent(path("c.csv"), path("archive/000001/a b[1].csv"))).isFalse();

    assertThat(names(".")).containsExactlyInAnyOrder("archive", "c.csv");
    assertThat(storage.read(path("archive/000001/a b[1].csv"))).isEqualTo("a");
    assertThat(storage.read(path("c.csv"))).isEqualTo("c");
  }

  @Test
  void movingWhatIsNotThereFails() {
    assertThatThrownBy(() -> storage.moveIfAbsent(path("gone"), path("archive/gone")))
        .isInstanceOf(UncheckedIOException.class);
    storage.moveFolder(path("gone"), path("elsewhere"));
    assertThat(storage.exists(path("elsewhere"))).isFalse();
  }

  @Test
  void movesAFolder() throws IOException {
    Files.createDirectories(folder.resolve("checkpoint/offsets"));
    Files.writeString(folder.resolve("checkpoint/offsets/0"), "0");

    storage.moveFolder(path("checkpoint"), path("checkpoint.aside"));

    assertThat(storage.read(path("checkpoint.aside/offsets/0"))).isEqualTo("0");
    assertThat(storage.exists(path("checkpoint"))).isFalse();
  }

  @Test
  void listsByName() throws IOException {
    for (String name : List.of("b", "a", "c")) {
      Files.writeString(folder.resolve(name), name);
    }

    assertThat(storage.list(path(".")))
        .extracting(FileStatus::getPath)
        .extracting(org.apache.hadoop.fs.Path::getName)
        .containsExactly("a", "b", "c");
    assertThat(storage.names(path("."))).containsExactly("a", "b", "c");
    assertThat(storage.list(path("nowhere"))).isEmpty();
    assertThat(storage.names(path("nowhere"))).isEmpty();
    assertThat(storage.names(path("a"))).isEmpty();
    assertThat(storage.status(path("nowhere"))).isEmpty();
  }

  @Test
  void knowsLocalFiles() {
    assertThat(storage.local(path("x"))).contains(folder.resolve("x"));
    assertThat(storage.qualify(new org.apache.hadoop.fs.Path("/x")).toString())
        .isEqualTo("file:/x");
  }

  private Callable<Boolean> creates(
      CyclicBarrier together, org.apache.hadoop.fs.Path path, String content) {
    return () -> {
      together.await();
      return storage.createIfAbsent(path, content);
    };
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(
        new org.apache.hadoop.fs.Path(folder.toUri()),
        new org.apache.hadoop.fs.Path(null, null, name));
  }

  private List<String> names(String subfolder) throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve(subfolder))) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
