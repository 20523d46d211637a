// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.intake.IgnoredFile.Why;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.testing.ObjectStore;
import io.sluice.testing.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.250Z");

  @TempDir private Path data;

  @Test
  void listsDeliveriesByTimeAndName() throws IOException {
    land("b.csv", "bb", NOON);
    land("a.csv", "a", NOON);
    land("z.csv", "", NOON.minusSeconds(1));

    assertThat(landing("*.csv").scan(List.of()))
        .isEqualTo(
            new Landing.Scan(
                List.of(
                    new Delivery("z.csv", 0, NOON.minusSeconds(1)),
                    new Delivery("a.csv", 1, NOON),
                    new Delivery("b.csv", 2, NOON)),
                List.of(),
                List.of()));
  }

  @Test
  void saysWhyItLeavesAnEntryAlone() throws IOException {
    for (String name :
        List.of(
            "a.csv",
            "readme.txt",
            "A.CSV",
            "B.csv.GZ",
            "sub/b.csv",
            "sub/deep/c.txt",
            "sub/d.csv.part")) {
      land(name, "?", NOON);
    }
    Files.createDirectories(data.resolve("landing/folder.csv"));

    assertThat(landing("[a-z].csv").scan(List.of()))
        .isEqualTo(
            new Landing.Scan(
                List.of(new Delivery("a.csv", 1, NOON)),
                List.of(),
                List.of(
                    new IgnoredFile("A.CSV", Why.OTHER_CASE),
                    new IgnoredFile("B.csv.GZ", Why.OTHER_CASE),
                    new IgnoredFile("folder.csv/", Why.FOLDER),
                    new IgnoredFile("readme.txt", Why.OTHER_NAME),
                    new IgnoredFile("sub/b.csv", Why.IN_SUBFOLDER),
                    new IgnoredFile("sub/d.csv.part", Why.UNDER_WAY),
                    new IgnoredFile("sub/deep/c.txt", Why.OTHER_NAME))));
  }

  @Test
  void leavesAloneWhatIsStillBeingWritten() throws IOException {
    List<String> underWay =
        List.of(
            ".a.csv.writing",
            "_b.csv",
            "c.csv._COPYING_",
            "c.csv.CRDOWNLOAD",
            "c.csv.filepart",
            "c.csv.inprogress",
            "c.csv.part",
            "c.csv.partial",
            "c.csv.swp",
            "c.csv.tmp");
    for (String name : underWay) {
      land(name, "a", NOON);
    }
    land("_temporary/0/d.csv", "a", NOON);
    land("department.csv", "a", NOON);

    Landing.Scan scan = landing("**").scan(List.of());

    assertThat(scan.deliveries()).containsExactly(new Delivery("department.csv", 1, NOON));
    assertThat(scan.ignored())
        .allMatch(file -> file.why() == Why.UNDER_WAY && !file.isSuspect())
        .extracting(IgnoredFile::path)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(underWay.stream(), Stream.of("_temporary")).toList());
  }

  @Test
  void takesFilesOfSubfoldersWhereAPatternSaysSo() throws IOException {
    for (String name :
        List.of(
            "a.csv", "shop/b.csv", "shop/2026/c.csv.zst", "day=2026-01-05/d.csv", "shop/e.txt")) {
      land(name, "1", NOON);
    }

    assertThat(names("**/*.csv"))
        .containsExactly("a.csv", "day=2026-01-05/d.csv", "shop/2026/c.csv.zst", "shop/b.csv");
    assertThat(names("*/*.csv")).containsExactly("day=2026-01-05/d.csv", "shop/b.csv");
    assertThat(names("shop/**/*.csv")).containsExactly("shop/2026/c.csv.zst", "shop/b.csv");
    assertThat(landing("**/*.csv").scan(List.of()).ignored())
        .containsExactly(new IgnoredFile("shop/e.txt", Why.OTHER_NAME));
  }

  @Test
  void aFileOfASubfolderKeepsItsPathInTheArchive() throws IOException {
    Landing landing = landing("**/*.csv");
    Delivery first = land("shop/a.csv", "a", NOON);
    Delivery second = land("web/a.csv", "b", NOON);
    DeliveryNote note = note(first, second);

    assertThatCode(() -> landing.requireMovable(note.files())).doesNotThrowAnyException();
    assertThatCode(() -> landing.requireUnchanged(note)).doesNotThrowAnyException();
    assertThat(landing.archive(note)).isEqualTo(2);

    assertThat(data.resolve("archive/000042/shop/a.csv")).hasContent("a");
    assertThat(data.resolve("archive/000042/web/a.csv")).hasContent("b");
    assertThat(landing.archived(42, "web/a.csv")).contains(second);
    assertThat(landing.restore(42, second)).isTrue();
    assertThat(data.resolve("landing/web/a.csv")).hasContent("b");
  }

  @Test
  void namesThatAreNoTextAreTold() throws IOException, InterruptedException {
    Files.createDirectories(data.resolve("landing"));
    Process touch =
        new ProcessBuilder("sh", "-c", "printf id > \"$(printf 'caf\\351.csv')\"")
            .directory(data.resolve("landing").toFile())
            .start();
    assertThat(touch.waitFor()).isZero();

    Landing.Scan scan = landing("*.csv").scan(List.of());

    assertThat(scan.deliveries()).isEmpty();
    assertThat(scan.ignored())
        .singleElement()
        .matches(file -> file.why() == Why.NAMELESS && file.isSuspect())
        .matches(file -> file.path().startsWith("caf") && file.path().endsWith(".csv"));
  }

  @Test
  void aFolderThatIsNotThereIsEmpty() {
    assertThat(landing("*.csv").scan(List.of()))
        .isEqualTo(new Landing.Scan(List.of(), List.of(), List.of()));
  }

  @Test
  void takesNamesByPattern() throws IOException {
    for (String name :
        List.of("shop-1.csv", "shop-12.csv", "shop-x.csv.gz", "other.csv", "é [1].csv")) {
      land(name, "1", NOON);
    }

    assertThat(names("shop-?.csv")).containsExactly("shop-1.csv", "shop-x.csv.gz");
    assertThat(names("shop-*.{csv,csv.gz}"))
        .containsExactly("shop-1.csv", "shop-12.csv", "shop-x.csv.gz");
    assertThat(names("shop-[0-9]*")).containsExactly("shop-1.csv", "shop-12.csv");
    assertThat(names("é*")).containsExactly("é [1].csv");
  }

  @Test
  void linksAndPipesAreDeliveriesThatMove() throws IOException, InterruptedException {
    Files.createDirectories(data.resolve("disk"));
    Files.createSymbolicLink(data.resolve("landing"), data.resolve("disk"));
    Files.createSymbolicLink(data.resolve("landing/link.csv"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(data.resolve("landing/nowhere.csv"), Path.of("nowhere"));
    Process mkfifo = new ProcessBuilder("mkfifo", data.resolve("landing/pipe.csv") + "").start();
    assertThat(mkfifo.waitFor()).isZero();
    Landing landing = landing("*.csv");

    List<Delivery> found = landing.scan(List.of()).deliveries();
    assertThat(found.stream().map(Delivery::path))
        .containsExactlyInAnyOrder("link.csv", "nowhere.csv", "pipe.csv");
    DeliveryNote note = new DeliveryNote(42, "run-1", NOON, found);
    assertThatCode(() -> landing.requireUnchanged(note)).doesNotThrowAnyException();
    assertThat(landing.archive(note)).isEqualTo(3);

    assertThat(data.resolve("disk")).isEmptyDirectory();
    Path archived = data.resolve("archive/000042");
    assertThat(Files.readSymbolicLink(archived.resolve("link.csv"))).hasToString("/etc/passwd");
    assertThat(Files.isSymbolicLink(archived.resolve("nowhere.csv"))).isTrue();
    assertThat(archived.resolve("pipe.csv")).exists();
  }

  @Test
  void passesOverWhatANoteHolds() throws IOException {
    Delivery held = land("a.csv", "a", NOON);
    Delivery fresh = land("b.csv", "b", NOON);

    assertThat(landing("*.csv").scan(List.of(note(held))))
        .isEqualTo(new Landing.Scan(List.of(fresh), List.of(), List.of()));
  }

  @Test
  void tellsWhichHeldFilesChanged() throws IOException {
    Delivery held = land("a.csv", "a", NOON);
    Delivery other = land("a.csv", "other", NOON);

    assertThat(landing("*.csv").scan(List.of(note(held))))
        .isEqualTo(
            new Landing.Scan(List.of(), List.of(new Landing.Changed(42, held, other)), List.of()));
  }

  @Test
  void theLastNoteOfAPathCounts() throws IOException {
    Delivery first = land("a.csv", "a", NOON);
    Delivery second = land("a.csv", "other", NOON);

    assertThat(landing("*.csv").scan(List.of(note(first), note(second))))
        .isEqualTo(new Landing.Scan(List.of(), List.of(), List.of()));
  }

  @Test
  void filesOfANoteMustBeWhatItSays() throws IOException {
    Landing landing = landing("*.csv");
    DeliveryNote note = note(land("a.csv", "a", NOON));

    assertThatCode(() -> landing.requireUnchanged(note)).doesNotThrowAnyException();

    land("a.csv", "a", NOON.plusMillis(1));
    assertUnsafe(
        catchThrowableOfType(Problem.class, () -> landing.requireUnchanged(note)),
        "it is 1 bytes, modified 2026-01-05T12:00:00.251Z",
        "take what is there with files accept",
        "");

    Files.delete(data.resolve("landing/a.csv"));
    assertUnsafe(
        catchThrowableOfType(Problem.class, () -> landing.requireUnchanged(note)),
        "it is gone",
        "do without it with files accept --missing",
        " --missing");
  }

  @Test
  void archivesWhatStillIsWhatTheNoteSays() throws IOException {
    Landing landing = landing("*.csv");
    DeliveryNote note =
        note(
            land("a b[1]#%.csv", "a", NOON),
            land("changed.csv", "old", NOON),
            land("gone.csv", "gone", NOON));
    land("changed.csv", "new", NOON.plusSeconds(1));
    Files.delete(data.resolve("landing/gone.csv"));

    assertThat(landing.archive(note)).isOne();
    assertThat(landing.archive(note)).isZero();

    assertThat(data.resolve("archive/000042/a b[1]#%.csv")).hasContent("a");
    assertThat(data.resolve("landing/a b[1]#%.csv")).doesNotExist();
    assertThat(data.resolve("landing/changed.csv")).hasContent("new");
    assertThat(Landing.archivedPath(note.batch(), note.files().get(0)))
        .isEqualTo("archive/000042/a b[1]#%.csv");
  }

  @Test
  void neverArchivesOverAFile() throws IOException {
    DeliveryNote note = note(land("a.csv", "a", NOON));
    landing("*.csv").archive(note);
    land("a.csv", "b", NOON);

    assertThat(landing("*.csv").archive(note)).isZero();

    assertThat(data.resolve("archive/000042/a.csv")).hasContent("a");
    assertThat(data.resolve("landing/a.csv")).hasContent("b");
  }

  @Test
  void aFileThatWasCopiedAndNotDeletedIsArchivedAndNotTakenAgain() throws IOException {
    DeliveryNote note = note(land("a.csv", "a", NOON), land("b.csv", "b", NOON));
    Files.createDirectories(data.resolve("archive/000042"));
    Files.writeString(data.resolve("archive/000042/a.csv"), "a"); // now, as copies are made
    Landing store = inStore();

    assertThat(store.waiting(note)).isEqualTo(note.files());
    assertThat(store.archive(note)).isEqualTo(2);

    assertThat(data.resolve("landing")).isEmptyDirectory();
    assertThat(data.resolve("archive/000042/a.csv")).hasContent("a");
    land("a.csv", "a", NOON.plusSeconds(1)); // what lands again has another time
    assertThat(store.waiting(note)).isEmpty();
    assertThat(store.archive(note)).isZero();
    assertThat(data.resolve("landing/a.csv")).exists();
  }

  @Test
  void aConsumedFileComesBackFromAStoreThoughItsCopyHasANewTime() throws IOException {
    Delivery delivery = land("a.csv", "a", NOON);
    Landing store = inStore();
    store.archive(note(delivery));
    Files.setLastModifiedTime(
        data.resolve("archive/000042/a.csv"), FileTime.from(NOON.plusSeconds(60)));
    assertThat(landing("*.csv").restore(42, delivery)).isFalse();

    assertThat(store.restore(42, delivery)).isTrue();
    assertThat(data.resolve("landing/a.csv")).hasContent("a");
  }

  private Landing inStore() {
    Configuration hadoop = new Configuration();
    ObjectStore.register(hadoop);
    return new Landing(
        new Storage(hadoop),
        new org.apache.hadoop.fs.Path(ObjectStore.SCHEME, "", data.resolve("landing").toString()),
        new org.apache.hadoop.fs.Path(ObjectStore.SCHEME, "", data.resolve("archive").toString()),
        Sources.csv("id STRING"),
        "readings");
  }

  @Test
  void aConsumedFileComesBackOnce() throws IOException {
    Landing landing = landing("*.csv");
    Delivery delivery = land("a.csv", "a", NOON);
    landing.archive(note(delivery));

    assertThat(landing.archived(42, "a.csv")).contains(delivery);
    assertThat(landing.lying("a.csv")).isEmpty();
    assertThat(landing.restore(42, delivery)).isTrue();
    assertThat(landing.restore(42, delivery)).isFalse();

    assertThat(landing.archived(42, "a.csv")).isEmpty();
    assertThat(landing.lying("a.csv")).contains(delivery);
  }

  @Test
  void nothingComesBackOverAFile() throws IOException {
    Landing landing = landing("*.csv");
    Delivery delivery = land("a.csv", "a", NOON);
    landing.archive(note(delivery));
    Delivery other = land("a.csv", "other", NOON);

    assertThat(landing.restore(42, delivery)).isFalse();
    assertThat(landing.restore(42, other)).isFalse();

    assertThat(landing.lying("a.csv")).contains(other);
    assertThat(landing.archived(42, "a.csv")).contains(delivery);
  }

  private static void assertUnsafe(Problem problem, String now, String remedy, String option) {
    assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
    assertThat(problem)
        .hasMessage(
            ("Cannot read a.csv: its delivery note says 1 bytes, modified 2026-01-05T12:00:00.250Z,"
                    + " but %s; put the noted file back, give it up with files reject, or %s")
                .formatted(now, remedy));
    assertThat(problem.nextStep())
        .isEqualTo(
            "./sluice files reject 'a.csv' --pipeline shop --reason …   or   ./sluice files accept"
                + " 'a.csv'%s --pipeline shop --reason …",
            option);
  }

  private List<String> names(String pattern) {
    return landing(pattern).scan(List.of()).deliveries().stream().map(Delivery::path).toList();
  }

  private Landing landing(String pattern) {
    return new Landing(
        new Storage(new Configuration()),
        new org.apache.hadoop.fs.Path(data.resolve("landing").toUri()),
        new org.apache.hadoop.fs.Path(data.resolve("archive").toUri()),
        Sources.csv("id STRING", Sources.options(false), pattern, ExtraColumns.REPORT),
        "shop");
  }

  private Delivery land(String name, String text, Instant at) throws IOException {
    Path file = data.resolve("landing").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(at));
    return new Delivery(name, Files.size(file), at);
  }

  private static DeliveryNote note(Delivery... files) {
    return new DeliveryNote(42, "run-1", NOON, List.of(files));
  }
}
