// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.testing.ObjectStore;
import io.sluice.testing.RemoteFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeLogTest {
  private static final String UNTRUSTED = "Cannot trust the change log of shop: ";

  @TempDir private Path data;

  @Test
  void aNewLogIsEmpty() {
    assertThat(log().head()).isEmpty();
    assertThat(log().position()).isEqualTo(new ChangeLog.Position(0, LogState.EMPTY));
    assertThat(log().unapplied()).isEmpty();
  }

  @Test
  void theHeadIsTheLastRecord() {
    log().record(Changes.batch(1, -1));
    log().record(Changes.batch(2, 0));

    assertThat(log().head()).contains(Changes.batch(2, 0));
    assertThat(log().read(1)).isEqualTo(Changes.batch(1, -1));
    assertThat(log().position()).isEqualTo(new ChangeLog.Position(2, Changes.batch(2, 0).state()));
  }

  @Test
  void anotherRunsRecordRemains() {
    log().record(Changes.batch(1, -1));

    Problem problem = catchThrowableOfType(Problem.class, () -> log().record(Changes.batch(1, 5)));

    assertThat(problem.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(problem)
        .hasMessage(
            "Cannot record change 1 of shop: another run overtook this one and has recorded it; nothing that this one had prepared is published");
    assertThat(log().read(1)).isEqualTo(Changes.batch(1, -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {RemoteFileSystem.SCHEME, ObjectStore.SCHEME})
  void anotherRunsRecordRemainsWhereNoLockIsShared(String scheme) {
    Configuration hadoop = new Configuration();
    RemoteFileSystem.register(hadoop);
    ObjectStore.register(hadoop, Overtaken.class);
    Supplier<ChangeLog> log =
        () ->
            new ChangeLog(
                new Storage(hadoop), path(scheme, "changes"), path(scheme, "tables"), "shop");
    ChangeLog overtaken = log.get();
    overtaken.position();
    log.get().record(Changes.batch(1, -1));

    Problem problem =
        catchThrowableOfType(Problem.class, () -> overtaken.record(Changes.batch(1, 5)));

    assertThat(problem.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(log.get().read(1)).isEqualTo(Changes.batch(1, -1));
  }

  /** A store that sees a name taken only when the object is whole, as another run is that quick. */
  public static final class Overtaken extends ObjectStore {
    @Override
    protected boolean isTaken(org.apache.hadoop.fs.Path path) {
      return false;
    }
  }

  @Test
  void aRunThatWasOvertakenCannotRecordTheNumberAfterEither() {
    ChangeLog overtaken = log();
    overtaken.position();
    log().record(Changes.batch(1, -1));
    assertThat(overtaken.position().number()).isEqualTo(1);

    Problem problem =
        catchThrowableOfType(Problem.class, () -> overtaken.record(Changes.batch(2, 0)));

    assertThat(problem.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(problem).hasMessageStartingWith("Cannot record change 1 of shop: another run ");
    assertThat(log().head()).contains(Changes.batch(1, -1));
  }

  @Test
  void aRunThatRecordsChangeAfterChangeIsNotOvertaken() {
    ChangeLog log = log();
    for (int number = 1; number <= 3; number++) {
      assertThat(log.position().number()).isEqualTo(number - 1);
      log.record(Changes.batch(number, number - 2));
    }

    assertThat(log().head()).contains(Changes.batch(3, 1));
  }

  @Test
  void workThatFailsWhileAnotherRunRecordsFailedForThatReason() {
    ChangeLog overtaken = log();
    overtaken.position();
    IllegalStateException gone = new IllegalStateException("a file is gone");
    assertThatThrownBy(
            () ->
                overtaken.unlessOvertaken(
                    () -> {
                      throw gone;
                    }))
        .isSameAs(gone);

    log().record(Changes.batch(1, -1));

    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                overtaken.unlessOvertaken(
                    () -> {
                      throw gone;
                    }));
    assertThat(problem.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(problem).hasCause(gone);
    assertThat(overtaken.<String>unlessOvertaken(() -> "done")).isEqualTo("done");
  }

  @Test
  void aMissingRecordIsUnsafe() throws IOException {
    for (int number = 1; number <= 3; number++) {
      log().record(Changes.batch(number, number - 2));
    }
    Files.delete(record(2));

    assertUnsafe("its record 000002.json is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"number\" : 1, \"ki", "[]"})
  void aTornRecordIsUnsafe(String text) throws IOException {
    Files.createDirectories(record(1).getParent());
    Files.writeString(record(1), text);

    assertUnsafe("its record 000001.json can't be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"format\" : 3, \"readable_by\" : \"0.3.0\"}|use Sluice 0.3.0 or later for this pipeline",
        "{\"format\" : 7}|use a newer version of Sluice for this pipeline"
      })
  void aRecordOfANewerFormatIsUnsafeAndNotDamaged(String text, String remedy) throws IOException {
    log().record(Changes.batch(1, -1));
    Files.writeString(record(2), text);

    Problem problem = catchThrowableOfType(Problem.class, () -> log().head());
    assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
    assertThat(problem.getMessage())
        .matches(
            "Cannot read record 000002.json of the change log of shop: it has format [37], and Sluice 0\\.1\\.0 reads formats up to 2");
    assertThat(problem.nextStep()).isEqualTo(remedy);
    assertThat(catchThrowableOfType(Problem.class, () -> ChangeHistory.of(log())))
        .hasMessage(problem.getMessage());
  }

  @Test
  void aRecordUnderAnotherNumberIsUnsafe() throws IOException {
    log().record(Changes.batch(2, -1));
    Files.move(record(2), record(1));

    assertUnsafe("its record 000001.json can't be read");
  }

  @Test
  void tablesWithoutALogAreUnsafe() throws IOException {
    commit("sales", 0, made(1));

    assertUnsafe("the log is empty, but table sales is there");
  }

  @Test
  void otherFoldersDoNotMatter() throws IOException {
    Files.createDirectories(data.resolve("tables/sales/event_date=2026-01-05"));

    assertThat(log().unapplied()).isEmpty();
  }

  @Test
  void whatTheTablesHaveIsApplied() throws IOException {
    applied(2);

    assertThat(log().unapplied()).isEmpty();
  }

  @Test
  void whatATableLacksIsUnapplied() throws IOException {
    applied(2);
    Files.delete(commitFile("files", 1));
    assertThat(log().unapplied()).contains(Changes.batch(2, 0));

    Files.delete(commitFile("sales", 1));
    assertThat(log().unapplied()).contains(Changes.batch(2, 0));
  }

  @Test
  void theFirstChangeMayHaveNoTableYet() {
    log().record(Changes.batch(1, -1));

    assertThat(log().unapplied()).contains(Changes.batch(1, -1));
  }

  @Test
  void aTableThatLostMoreThanTheLastChangeIsUnsafe() throws IOException {
    applied(2);
    Files.delete(commitFile("sales", 0));
    Files.delete(commitFile("sales", 1));

    assertUnsafe("table sales is at an older version than 1, which change 2 needs");
  }

  @Test
  void aTableThatTheLastChangeDidNotTouchMustStandWhereItStood() throws IOException {
    applied(1);
    Change aggregation = Changes.aggregation(2, -1, log().position().state());
    log().record(aggregation);
    commit("daily", 0, made(2));
    assertThat(log().unapplied()).isEmpty();

    Files.delete(commitFile("files", 0));

    assertUnsafe("table files is at an older version than 0, which change 2 needs");
  }

  @Test
  void aVersionThatSomebodyElseMadeIsUnsafe() throws IOException {
    applied(2);
    commit("sales", 1, "{\"commitInfo\":{}}\n{\"add\":{\"dataChange\":true}}\n");
    assertUnsafe("version 1 of table sales was not made by this log");

    commit("sales", 1, "{\"txn\":{\"appId\":\"other\",\"version\":2}}\n");
    assertUnsafe("version 1 of table sales was not made by this log");

    commit("sales", 1, made(1));
    assertUnsafe("version 1 of table sales was not made by this log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"txn\":{\"appId\":\"sh"})
  void aCommitFileThatWasCutOffIsUnsafe(String text) throws IOException {
    applied(2);
    commit("sales", 1, text);

    assertUnsafe("version 1 of table sales was not made by this log");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"add\":{\"path\":\"a%20b.parquet\"}}\n{\"remove\":{\"path\":\"x\"}}\n",
        "{\"add\":{\"path\":\"x\"}}\n"
      })
  void aVersionThatDoesOtherThingsThanItsRecordIsUnsafe(String actions) throws IOException {
    applied(2);
    commit("sales", 1, "{\"txn\":{\"appId\":\"shop\",\"version\":2}}\n" + actions);

    assertUnsafe("version 1 of table sales is not what change 2 recorded");
  }

  @Test
  void aTableThatLostAnOlderVersionIsUnsafe() throws IOException {
    applied(12);
    for (int version = 0; version < 10; version++) {
      Files.delete(commitFile("sales", version));
    }
    assertUnsafe("table sales lacks a version before 11");

    // Delta itself removes those before its checkpoint.
    String checkpoint = "%020d.checkpoint.parquet".formatted(10);
    Files.writeString(commitFile("sales", 10).resolveSibling(checkpoint), "");
    assertThat(log().unapplied()).isEmpty();

    applied(13, 13);
    Files.delete(commitFile("sales", 11));
    assertUnsafe("table sales lacks a version before 12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"add\":{\"path\":\"x\",\"dataChange\":true}}",
        "{\"remove\":{\"path\":\"x\",\"dataChange\":true}}",
        "{\"metaData\":{\"id\":\"x\"}}"
      })
  void aVersionThatNoChangeExplainsIsUnsafe(String action) throws IOException {
    applied(2);
    commit("sales", 2, "{\"commitInfo\":{}}\n");
    commit("sales", 3, "{\"commitInfo\":{}}\n" + action + "\n");

    assertUnsafe("table sales has a version 3 that no change explains; somebody else wrote to it");
  }

  @Test
  void aChangeWhoseRecordIsLostIsUnsafe() throws IOException {
    applied(2);
    commit(
        "sales",
        2,
        """
        {"txn":{"appId":"shop","version":3}}
        {"add":{"path":"x","dataChange":false}}
        """);
    assertUnsafe("table sales has a version 2 that no change explains; somebody else wrote to it");

    Files.delete(commitFile("sales", 2));
    commit("daily", 0, made(3));
    assertUnsafe("table daily is there, but no change made it");

    commit("daily", 0, "{\"txn\":{\"appId\":\"other\",\"version\":3}}\n");
    assertThat(log().unapplied()).isEmpty();
  }

  @Test
  void maintenanceThatChangesNoDataIsFine() throws IOException {
    applied(2);
    commit(
        "sales",
        2,
        """
        {"commitInfo":{"operation":"OPTIMIZE"}}
        {"add":{"path":"x","dataChange":false}}
        {"remove":{"path":"y","dataChange":false}}
        """);

    assertThat(log().unapplied()).isEmpty();
  }

  private void assertUnsafe(String why) {
    Problem problem = catchThrowableOfType(Problem.class, () -> log().unapplied());
    assertThat(problem).hasMessage(UNTRUSTED + why);
    assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
    assertThat(problem.nextStep()).isEqualTo("./sluice doctor --pipeline shop");
  }

  /** Records so many batches, with the commits that they make. */
  private void applied(int batches) throws IOException {
    applied(1, batches);
  }

  private void applied(int first, int last) throws IOException {
    for (int number = first; number <= last; number++) {
      log().record(Changes.batch(number, number - 2));
      commit("sales", number - 1, made(number));
      commit("files", number - 1, made(number));
    }
  }

  private static String made(long number) {
    return """
        {"commitInfo":{"operation":"WRITE"}}
        {"txn":{"appId":"shop","version":%d,"lastUpdated":1}}
        {"add":{"path":"a%%20b.parquet","dataChange":true}}
        """
        .formatted(number);
  }

  private void commit(String relation, long version, String text) throws IOException {
    Files.createDirectories(commitFile(relation, version).getParent());
    Files.writeString(commitFile(relation, version), text);
  }

  private Path commitFile(String relation, long version) {
    return data.resolve("tables/%s/_delta_log/%020d.json".formatted(relation, version));
  }

  private Path record(long number) {
    return data.resolve("changes/%06d.json".formatted(number));
  }

  private ChangeLog log() {
    return new ChangeLog(new Storage(new Configuration()), path("changes"), path("tables"), "shop");
  }

  private org.apache.hadoop.fs.Path path(String scheme, String folder) {
    return new org.apache.hadoop.fs.Path(scheme, "", data.resolve(folder).toString());
  }

  private org.apache.hadoop.fs.Path path(String folder) {
    return new org.apache.hadoop.fs.Path(data.resolve(folder).toUri());
  }
}
