// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.progress.Progress;
import io.sluice.testing.ObjectStore;
import io.sluice.testing.RemoteFileSystem;
import io.sluice.testing.SetClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pins what {@link Storage} promises, on each kind of file system that it tells apart. */
class StorageTest {
  private static final int ROUNDS = 200;

  private final Storage storage = new Storage(hadoop());
  @TempDir private Path folder;

  /** Kinds of file systems, by their schemes. */
  private enum Kind {
    LOCAL("file"),
    RENAMING(RemoteFileSystem.SCHEME),
    OBJECT_STORE(ObjectStore.SCHEME),

    /** Hadoop has it, and no file context for it. */
    WITHOUT_CONTEXT(RemoteFileSystem.WITHOUT_CONTEXT);

    private final String scheme;

    Kind(String scheme) {
      this.scheme = scheme;
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsHowManyFilesItHasListed(Kind kind) throws IOException {
    List<String> lines = new ArrayList<>();
    Progress progress = new Progress(new SetClock(Duration.ofSeconds(10)), lines::add);
    progress.begin("looked for new files");
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(folder.resolve(name), "");
    }
    Files.createDirectory(folder.resolve("d"));

    storage.telling(progress).entries(path(kind, "."));

    String name = folder.getFileName() + "/";
    assertThat(lines)
        .contains(
            "looked for new files: listed 1 file of %s so far".formatted(name),
            "looked for new files: listed 2 files of %s so far".formatted(name),
            "looked for new files: listed 3 files of %s so far".formatted(name))
        .noneMatch(line -> line.contains("listed 4 files"));
  }

  @ParameterizedTest
  @EnumSource
  void createsAFileOnce(Kind kind) throws IOException {
    assertThat(storage.createIfAbsent(path(kind, "new/é 1.json"), "first ✓\n")).isTrue();
    assertThat(storage.createIfAbsent(path(kind, "new/é 1.json"), "second")).isFalse();

    assertThat(storage.read(path(kind, "new/é 1.json"))).isEqualTo("first ✓\n");
    assertThat(names("new")).containsExactly("é 1.json");
    storage.delete(path(kind, "new/é 1.json"));
    assertThat(storage.createIfAbsent(path(kind, "new/é 1.json"), "third")).isTrue();
    storage.deleteFolder(path(kind, "new"));
    storage.delete(path(kind, "new"));
    assertThat(names(".")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL", "RENAMING", "OBJECT_STORE"})
  void ofTwoThatCreateAFileExactlyOneWins(Kind kind) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        CyclicBarrier together = new CyclicBarrier(2);
        org.apache.hadoop.fs.Path path = path(kind, "%06d.json".formatted(round));
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

  @ParameterizedTest
  @EnumSource(names = {"LOCAL", "RENAMING", "OBJECT_STORE"})
  void aFileIsSeenWholeOrNotAtAll(Kind kind) throws Exception {
    String content = "line\n".repeat(100_000);
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try {
      for (int round = 0; round < 20; round++) {
        org.apache.hadoop.fs.Path path = path(kind, "whole-%d.json".formatted(round));
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

  @ParameterizedTest
  @EnumSource
  void replacesAFile(Kind kind) throws IOException {
    storage.replace(path(kind, "report.json"), "old");
    storage.replace(path(kind, "report.json"), "new");

    assertThat(storage.read(path(kind, "report.json"))).isEqualTo("new");
    assertThat(storage.isIntact(path(kind, "report.json"))).isTrue();
    assertThat(names(".")).containsExactly("report.json");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL", "RENAMING", "OBJECT_STORE"})
  void aReaderOfAReplacedFileFindsOneOfItsTexts(Kind kind) throws Exception {
    Set<String> texts = Set.of("first ".repeat(2_000), "second ".repeat(2_000));
    storage.replace(path(kind, "report.json"), texts.iterator().next());
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int round = 0; round < 50; round++) {
                  texts.forEach(text -> storage.replace(path(kind, "report.json"), text));
                }
              });
      while (!writer.isDone()) {
        assertThat(texts).contains(storage.read(path(kind, "report.json")));
      }
      writer.get();
    } finally {
      threads.shutdownNow();
    }
    assertThat(names(".")).containsExactly("report.json");
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatCannotBeReplacedIsAnError(Kind kind) throws IOException {
    Files.createDirectories(folder.resolve("report.json/full"));

    assertThatThrownBy(() -> storage.replace(path(kind, "report.json"), "new"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("report.json");
    assertThat(names(".")).containsExactly("report.json");
  }

  @Test
  void aReplacedFileLosesTheChecksumOfItsOldText() throws IOException {
    try (var out =
        path(Kind.LOCAL, "report.json")
            .getFileSystem(hadoop())
            .create(path(Kind.LOCAL, "report.json"))) {
      out.writeUTF("old");
    }
    assertThat(names(".")).containsExactlyInAnyOrder("report.json", ".report.json.crc");

    storage.replace(path(Kind.LOCAL, "report.json"), "new");

    assertThat(storage.isIntact(path(Kind.LOCAL, "report.json"))).isTrue();
    assertThat(names(".")).containsExactly("report.json");
  }

  @ParameterizedTest
  @EnumSource
  void movesAFileButNeverOverAnother(Kind kind) throws IOException {
    Files.writeString(folder.resolve("a b[1].csv"), "a");
    Files.writeString(folder.resolve("c.csv"), "c");

    assertThat(
            storage.moveIfAbsent(path(kind, "a b[1].csv"), path(kind, "archive/000001/a b[1].csv")))
        .isTrue();
    assertThat(storage.moveIfAbsent(path(kind, "c.csv"), path(kind, "archive/000001/a b[1].csv")))
        .isFalse();

    assertThat(names(".")).containsExactlyInAnyOrder("archive", "c.csv");
    assertThat(storage.read(path(kind, "archive/000001/a b[1].csv"))).isEqualTo("a");
    assertThat(storage.read(path(kind, "c.csv"))).isEqualTo("c");
  }

  @ParameterizedTest
  @EnumSource
  void movingWhatIsNotThereFails(Kind kind) {
    assertThatThrownBy(() -> storage.moveIfAbsent(path(kind, "gone"), path(kind, "archive/gone")))
        .isInstanceOf(UncheckedIOException.class);
    storage.moveFolder(path(kind, "gone"), path(kind, "elsewhere"));
    assertThat(storage.exists(path(kind, "elsewhere"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void movesAFolder(Kind kind) throws IOException {
    Files.createDirectories(folder.resolve("checkpoint/offsets"));
    Files.writeString(folder.resolve("checkpoint/offsets/0"), "0");

    storage.moveFolder(path(kind, "checkpoint"), path(kind, "checkpoint.aside"));

    assertThat(storage.read(path(kind, "checkpoint.aside/offsets/0"))).isEqualTo("0");
    assertThat(storage.exists(path(kind, "checkpoint"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void listsByName(Kind kind) throws IOException {
    for (String name : List.of("b", "a", "c")) {
      Files.writeString(folder.resolve(name), name);
    }
    storage.makeFolder(path(kind, "d"));
    storage.makeFolder(path(kind, "d"));

    assertThat(storage.list(path(kind, ".")))
        .extracting(FileStatus::getPath)
        .extracting(org.apache.hadoop.fs.Path::getName)
        .containsExactly("a", "b", "c", "d");
    assertThat(storage.names(path(kind, "."))).containsExactly("a", "b", "c", "d");
    assertThat(storage.entries(path(kind, ".")))
        .extracting(Entry::name, Entry::kind, Entry::size)
        .containsExactly(
            tuple("a", Entry.Kind.FILE, 1L),
            tuple("b", Entry.Kind.FILE, 1L),
            tuple("c", Entry.Kind.FILE, 1L),
            tuple("d", Entry.Kind.FOLDER, storage.entry(path(kind, "d")).orElseThrow().size()));
    assertThat(storage.entry(path(kind, "nowhere"))).isEmpty();
    assertThat(storage.entries(path(kind, "nowhere"))).isEmpty();
    assertThat(storage.entries(path(kind, "a"))).isEmpty();
    assertThat(storage.list(path(kind, "a"))).isEmpty();
    assertThat(storage.list(path(kind, "nowhere"))).isEmpty();
    assertThat(storage.names(path(kind, "nowhere"))).isEmpty();
    assertThat(storage.names(path(kind, "a"))).isEmpty();
    assertThat(storage.status(path(kind, "nowhere"))).isEmpty();
  }

  @Test
  void knowsLocalFiles() {
    assertThat(storage.local(path(Kind.LOCAL, "x"))).contains(folder.resolve("x"));
    assertThat(storage.local(path(Kind.RENAMING, "x"))).isEmpty();
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

  private static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    RemoteFileSystem.register(hadoop);
    ObjectStore.register(hadoop);
    return hadoop;
  }

  private org.apache.hadoop.fs.Path path(Kind kind, String name) {
    return new org.apache.hadoop.fs.Path(
        new org.apache.hadoop.fs.Path(kind.scheme, "", folder.toString()),
        new org.apache.hadoop.fs.Path(null, null, name));
  }

  private List<String> names(String subfolder) throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve(subfolder))) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
