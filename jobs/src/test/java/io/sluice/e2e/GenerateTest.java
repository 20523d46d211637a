// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Synthetic files: every id once, the same bytes for the same ids, bad records that are found. */
@ExtendWith(SparkSessionExtension.class)
class GenerateTest {
  private static final String FIRST_FILE = "transactions-000000000000-000000000003.csv";
  private static final String SECOND_FILE = "transactions-000000000004-000000000008.csv";

  @TempDir Path data;

  @Test
  void five_runs_give_every_id_once_and_the_same_bytes_anywhere() throws IOException {
    SortedMap<String, String> files = fiveRuns(TransactionsPipeline.workspace(data.resolve("one")));
    assertThat(ids(files)).isEqualTo(expectedIds(35));
    assertThat(fiveRuns(TransactionsPipeline.workspace(data.resolve("two")))).isEqualTo(files);
  }

  @Test
  void a_killed_run_is_made_good_without_using_a_consumed_name_again() throws IOException {
    Workspace workspace = TransactionsPipeline.workspace(data);
    generate(workspace, "--rows", "9", "--files", "2");
    SortedMap<String, String> made = workspace.texts("landing");
    assertThat(made.keySet()).containsExactly(FIRST_FILE, SECOND_FILE);

    Files.delete(workspace.in("landing").resolve(SECOND_FILE));
    assertThat(workspace.run("transform").exitCode()).isZero();
    Files.delete(workspace.in("checkpoints/generate/commits/0"));
    Files.deleteIfExists(workspace.in("checkpoints/generate/commits/.0.crc"));
    generate(workspace, "--rows", "9", "--files", "2");

    SortedMap<String, String> landed = workspace.texts("landing");
    assertThat(landed).containsEntry(SECOND_FILE, made.get(SECOND_FILE));
    assertThat(landed).doesNotContainKey(FIRST_FILE);
    landed.put(FIRST_FILE, made.get(FIRST_FILE));
    assertThat(ids(landed)).isEqualTo(expectedIds(ids(landed).size()));
  }

  /** {@code gone} is deleted by hand, without the checksum beside it. */
  @Sampled(2)
  @ParameterizedTest
  @ValueSource(strings = {"torn offsets/1", "torn metadata", "gone commits/0", "gone commits/1"})
  void a_damaged_checkpoint_is_moved_aside_and_the_ids_go_on(String damage) throws IOException {
    Workspace workspace = TransactionsPipeline.workspace(data);
    generate(workspace, "--rows", "7");
    generate(workspace, "--rows", "7");
    Path damaged = workspace.in("checkpoints/generate").resolve(damage.split(" ")[1]);
    if (damage.startsWith("gone ")) {
      Files.delete(damaged);
    } else {
      Files.writeString(damaged, Files.readString(damaged).substring(0, 4));
    }

    for (int run = 0; run < 3; run++) {
      generate(workspace, "--rows", "7");
    }
    SortedMap<String, String> landed = workspace.texts("landing");
    assertThat(ids(landed)).isEqualTo(expectedIds(ids(landed).size()));
    assertThat(landed).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void names_may_have_backticks() throws IOException {
    Path sql = Files.createDirectories(data.resolve("sql/odd"));
    Files.writeString(
        sql.resolve("pipeline.yaml"),
        """
        source:
          schema: "id STRING NOT NULL, `ti``ck.s` INT, day DATE NOT NULL"
        table: odd
        key: [id]
        event-date: day
        """);
    Files.writeString(sql.resolve("rules.sql"), "select true as fine from source\n");
    Files.writeString(
        sql.resolve("transformations.sql"), "select id, `ti``ck.s` as ticks, day from source\n");
    Files.writeString(
        sql.resolve("generate.sql"),
        "select concat('i', id) as id, cast(id as int) as `ti``ck.s`, to_date(:start) as day from ids\n");
    Workspace workspace = new Workspace(data.resolve("data"), data.resolve("sql"), "odd");

    generate(workspace, "--rows", "2");
    assertThat(workspace.run("transform").outcome()).contains(" 2 written, 0 duplicate");
    assertThat(workspace.table("odd"))
        .extracting(row -> row.get("id") + " " + row.get("ticks"))
        .containsExactlyInAnyOrder("i0 0", "i1 1");
  }

  @Test
  void deliberately_bad_records_are_quarantined_and_the_others_published() throws IOException {
    Workspace clean = TransactionsPipeline.workspace(data.resolve("clean"));
    generate(clean, "--rows", "1000", "--files", "2");
    Workspace spoiled = TransactionsPipeline.workspace(data.resolve("spoiled"));
    generate(spoiled, "--rows", "1000", "--files", "2", "--bad-ratio", "0.2");
    Set<String> good = new HashSet<>(records(spoiled.texts("landing")));
    good.retainAll(new HashSet<>(records(clean.texts("landing"))));
    int bad = 1000 - good.size();
    assertThat(bad).isBetween(150, 250);

    RunResult refused = spoiled.run("transform");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.message())
        .startsWith("Cannot publish batch 1: %d of its 1000 records are bad".formatted(bad));
    assertThat(spoiled.in("changes/000001.json")).doesNotExist();

    RunResult let =
        spoiled.run("transform", "--max-quarantined-ratio", "0.5", "--reason", "made on purpose");
    assertThat(let.exitCode()).as(let.outcome()).isZero();
    assertThat(let.report().path("rows_quarantined").asInt()).isEqualTo(bad);
    assertThat(let.report().path("reasons").size()).isGreaterThanOrEqualTo(8);
    assertThat(
            spoiled.table("transformed_transactions").stream()
                .map(row -> row.get("transaction_id").toString())
                .sorted())
        .isEqualTo(good.stream().map(line -> line.split(",", 2)[0]).sorted().toList());
  }

  private static SortedMap<String, String> fiveRuns(Workspace workspace) throws IOException {
    for (int run = 0; run < 5; run++) {
      generate(workspace, "--rows", "7", "--files", "2");
    }
    return workspace.texts("landing");
  }

  private static void generate(Workspace workspace, String... options) throws IOException {
    RunResult result = workspace.run("generate", options);
    assertThat(result.exitCode()).as(result.outcome()).isZero();
  }

  private static List<String> ids(SortedMap<String, String> files) {
    return records(files).stream().map(line -> line.split(",", 2)[0]).toList();
  }

  private static List<String> expectedIds(int count) {
    return IntStream.range(0, count).mapToObj("txn-%012d"::formatted).toList();
  }

  /** The lines of all files, in the order of their names, without the headers. */
  private static List<String> records(SortedMap<String, String> files) {
    List<String> records = new ArrayList<>();
    new TreeMap<>(files).values().forEach(text -> records.addAll(text.lines().skip(1).toList()));
    return records;
  }
}
