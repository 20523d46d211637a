// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaCommitLogTest {
  private static final String COMMIT =
      """
      {"commitInfo":{"operation":"WRITE"}}
      {"txn":{"appId":"other","version":9}}
      {"txn":{"appId":"shop","version":7}}
      {"add":{"path":"x","dataChange":true}}
      """;

  @TempDir private Path table;

  @Test
  void whatCannotBeReadMayHaveChangedAnything() throws IOException {
    commit(0, "");
    commit(1, COMMIT.substring(0, COMMIT.length() - 5));

    assertThat(commits().changesData(0)).isTrue();
    assertThat(commits().changesData(1)).isTrue();
  }

  @Test
  void aTableIsThereOnceItHasALog() throws IOException {
    assertThat(commits().exist()).isFalse();
    assertThat(commits().has(0)).isFalse();

    commit(0, COMMIT);

    assertThat(commits().exist()).isTrue();
    assertThat(commits().has(0)).isTrue();
    assertThat(commits().has(1)).isFalse();
  }

  @Test
  void aVersionNamesTheChangeThatMadeIt() throws IOException {
    commit(3, COMMIT);

    assertThat(commits().transaction(3, "shop")).contains(7L);
    assertThat(commits().transaction(3, "other")).contains(9L);
    assertThat(commits().transaction(3, "nobody")).isEmpty();
    assertThatCode(() -> commits().requireTransaction(3, "shop", 7)).doesNotThrowAnyException();
  }

  @Test
  void aVersionHoldsAChangeWithItsFilesAndItsColumns() throws IOException {
    String add = "{\"add\":{\"path\":\"x\",\"dataChange\":true}}";
    String columns = "{\"metaData\":{\"schemaString\":\"id INT\",\"partitionColumns\":[]}}";
    commit(0, COMMIT);
    commit(1, COMMIT + columns);
    commit(2, COMMIT + columns.replace("INT", "STRING"));

    assertThat(commits().holds(new TableChange("sales", -1, List.of(add), 1, 1))).isTrue();
    assertThat(commits().holds(new TableChange("sales", -1, List.of(add, columns), 1, 1)))
        .isFalse();
    assertThat(commits().holds(new TableChange("sales", 0, List.of(add), 1, 1))).isFalse();
    assertThat(commits().holds(new TableChange("sales", 0, List.of(add, columns), 1, 1))).isTrue();
    assertThat(commits().holds(new TableChange("sales", 1, List.of(add, columns), 1, 1))).isFalse();
  }

  @Test
  void aVersionOfAnotherChangeIsUnsafe() throws IOException {
    commit(3, COMMIT);
    assertUnsafe(3, 8, "Cannot verify change 8: version 3 of %s was not made by it");
    assertUnsafe(4, 7, "Cannot verify change 7: version 4 of %s was not made by it");

    commit(3, "");
    assertUnsafe(3, 7, "Cannot verify change 7: version 3 of %s was not made by it");

    commit(3, COMMIT.substring(0, COMMIT.length() - 5));
    assertUnsafe(3, 7, "Cannot verify change 7: version 3 of %s was not made by it");
  }

  @Test
  void rowsAndColumnsAreDataFilesAloneAreNot() throws IOException {
    commit(0, COMMIT);
    commit(1, "{\"remove\":{\"path\":\"x\",\"dataChange\":true}}\n");
    commit(2, "{\"metaData\":{\"id\":\"x\"}}\n");
    commit(3, "{\"add\":{\"dataChange\":false}}\n\n{\"remove\":{\"dataChange\":false}}\n");
    commit(4, "{\"txn\":{\"appId\":\"shop\",\"version\":7}}\n");

    assertThat(commits().changesData(0)).isTrue();
    assertThat(commits().changesData(1)).isTrue();
    assertThat(commits().changesData(2)).isTrue();
    assertThat(commits().changesData(3)).isFalse();
    assertThat(commits().changesData(4)).isFalse();
  }

  @Test
  void aReaderNeedsTheCommitsSinceTheLastCheckpoint() throws IOException {
    for (long version = 0; version <= 4; version++) {
      commit(version, COMMIT);
    }
    assertThat(commits().reach(4)).isTrue();
    assertThat(commits().sinceCheckpoint(4)).isEqualTo(5);

    Files.delete(log("%020d.json".formatted(1)));
    assertThat(commits().reach(4)).isFalse();

    Files.writeString(log("%020d.checkpoint.parquet".formatted(2)), "");
    assertThat(commits().reach(4)).isTrue();
    assertThat(commits().reach(1)).isFalse();
    assertThat(commits().sinceCheckpoint(4)).isEqualTo(2);

    Files.delete(log("%020d.json".formatted(3)));
    assertThat(commits().reach(4)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"version\":3}", "{\"version\":1}", "{\"version\":9}", "{}", "{\"ver", ""})
  void aNoteOfTheLastCheckpointIsNotTrustedBlindly(String note) throws IOException {
    for (long version = 2; version <= 4; version++) {
      commit(version, COMMIT);
    }
    for (long version : new long[] {1, 3, 9}) {
      Files.writeString(log("%020d.checkpoint.parquet".formatted(version)), "");
    }
    Files.writeString(log("_last_checkpoint"), note);
    assertThat(commits().reach(4)).isTrue();
    assertThat(commits().sinceCheckpoint(4)).isEqualTo(note.contains("1") ? 3 : 1);

    Files.delete(log("%020d.checkpoint.parquet".formatted(1)));
    Files.delete(log("%020d.checkpoint.parquet".formatted(3)));
    assertThat(commits().reach(4)).isFalse();
  }

  private Path log(String name) {
    return table.resolve("_delta_log").resolve(name);
  }

  private void assertUnsafe(long version, long number, String message) {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> commits().requireTransaction(version, "shop", number));
    assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
    assertThat(problem).hasMessage(message.formatted(path()));
    assertThat(problem.nextStep()).isEqualTo("./sluice doctor --pipeline shop");
  }

  private void commit(long version, String text) throws IOException {
    Path file = table.resolve("_delta_log/%020d.json".formatted(version));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private DeltaCommitLog commits() {
    return new DeltaCommitLog(new Storage(new Configuration()), path());
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(table.toUri());
  }
}
