// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.ObjectStore;
import io.sluice.testing.RemoteFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins which file systems are taken at their word that of two that create a file one wins. */
class WeaknessTest {
  private static final String BOTH =
      "of two runs that create one file on s3a both may succeed, and both would publish";

  private final Configuration hadoop = new Configuration();
  @TempDir private Path folder;

  @Test
  void aLocalDiskAndHdfsHaveNone() throws IOException {
    hadoop.setClass("fs.hdfs.impl", RemoteFileSystem.class, FileSystem.class);
    hadoop.setBoolean("fs.hdfs.impl.disable.cache", true);

    assertThat(weakness("file")).isEmpty();
    assertThat(weakness("hdfs")).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void whatRenamesAndIsNotKnownIsNotTrusted() {
    RemoteFileSystem.register(hadoop);

    assertThat(weakness(RemoteFileSystem.SCHEME))
        .isEqualTo(
            "whether of two runs that create one file on remote only one succeeds isn't known");
  }

  @Test
  void aStoreThatRefusesATakenNameHasNone() throws IOException {
    ObjectStore.register(hadoop);
    hadoop.setClass("fs.gs.impl", ObjectStore.Strict.class, FileSystem.class);
    hadoop.setBoolean("fs.gs.impl.disable.cache", true);

    assertThat(weakness(ObjectStore.SCHEME)).isEmpty();
    assertThat(weakness(ObjectStore.Strict.SCHEME)).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void aStoreThatReplacesWhatHasTheNameIsFoundOut() throws IOException {
    ObjectStore.register(hadoop, ObjectStore.Deaf.class);

    assertThat(weakness(ObjectStore.SCHEME)).isEqualTo(BOTH);
    assertThat(left()).isEmpty();
  }

  @Test
  void aConnectorThatDoesNotKnowTheConditionIsFoundOutBeforeAnythingIsWritten() {
    hadoop.setClass("fs.s3a.impl", Untouched.class, FileSystem.class);
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);

    assertThat(weakness(ObjectStore.SCHEME)).isEqualTo(BOTH);
  }

  @Test
  void aFileSystemThatShowsWhatIsBeingWrittenIsFoundOut() throws IOException {
    RemoteFileSystem.register(hadoop);

    assertThat(weakness(RemoteFileSystem.WITHOUT_CONTEXT))
        .isEqualTo("a file on plain is seen before the whole of it is written");
    assertThat(left()).isEmpty();
  }

  @Test
  void aWinnerWhoseAnswerWasLostHasWonAllTheSame() {
    hadoop.setClass("fs.s3a.impl", Forgetful.class, FileSystem.class);
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
    Storage storage = new Storage(hadoop);

    assertThat(storage.createIfAbsent(path("s3a", "000001.json"), "ours")).isTrue();
    assertThat(storage.createIfAbsent(path("s3a", "000001.json"), "theirs")).isFalse();
    assertThat(storage.read(path("s3a", "000001.json"))).isEqualTo("ours");
  }

  @Test
  void whatCannotBeWrittenAtAllIsAnErrorAndNoLostRace() {
    hadoop.setClass("fs.s3a.impl", Full.class, FileSystem.class);
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);

    assertThatThrownBy(() -> new Storage(hadoop).createIfAbsent(path("s3a", "000001.json"), "ours"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no room");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "abfss", "abfs", "s3", "gs", "oss"})
  void aConnectorThatIsNotThereIsNamedWithItsRemedy(String scheme) {
    String hidden = scheme + "://key:sec/ret@bucket/data";
    String why =
        switch (scheme) {
          case "s3a" ->
              "the class org.apache.hadoop.fs.s3a.S3AFileSystem is missing; "
                  + packages("hadoop-aws");
          case "abfss" ->
              "the class org.apache.hadoop.fs.azurebfs.SecureAzureBlobFileSystem is missing; "
                  + packages("hadoop-azure");
          case "abfs" ->
              "the class org.apache.hadoop.fs.azurebfs.AzureBlobFileSystem is missing; "
                  + packages("hadoop-azure");
          case "s3" -> "nothing here knows s3://; write s3a:// instead";
          case "gs" ->
              "nothing here knows gs://; add the jar of Google's connector, gcs-connector, with --jars in SLUICE_SPARK_OPTS";
          default ->
              "nothing here knows oss://; check how it is written, or add the jar of its connector with --jars in SLUICE_SPARK_OPTS";
        };

    assertThat(new Storage(hadoop).missing(new org.apache.hadoop.fs.Path(hidden)))
        .contains("Cannot use %s://***@bucket/data: %s".formatted(scheme, why));
  }

  private static String packages(String artifact) {
    return "start the run with SLUICE_SPARK_OPTS=\"--packages org.apache.hadoop:%s:3.3.4\", or with its jars by --jars"
        .formatted(artifact);
  }

  @Test
  void whatIsThereIsNotMissing() {
    assertThat(new Storage(hadoop).missing(path("file", "data"))).isEmpty();
  }

  /** One that mustn't be written to. */
  public static final class Untouched extends ObjectStore.Old {
    @Override
    protected void appear(Path upload, org.apache.hadoop.fs.Path path, boolean onlyIfFree) {
      throw new AssertionError(path + " was written");
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) {
      throw new AssertionError(path + " was deleted");
    }
  }

  /** Carries a request out, loses the answer, and tries it again. */
  public static final class Forgetful extends ObjectStore {
    @Override
    protected void appear(Path upload, org.apache.hadoop.fs.Path path, boolean onlyIfFree)
        throws IOException {
      super.appear(upload, path, onlyIfFree);
      throw new IOException("412 Precondition Failed, says the second try");
    }
  }

  /** Takes nothing. */
  public static final class Full extends ObjectStore {
    @Override
    protected void appear(Path upload, org.apache.hadoop.fs.Path path, boolean onlyIfFree)
        throws IOException {
      throw new IOException("no room");
    }
  }

  private String weakness(String scheme) {
    return new Storage(hadoop).weakness(path(scheme, "leases")).orElse("");
  }

  private org.apache.hadoop.fs.Path path(String scheme, String name) {
    return new org.apache.hadoop.fs.Path(
        scheme, "", folder.resolve("data").resolve(name).toString());
  }

  /** The files that are there, hidden ones too. */
  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
