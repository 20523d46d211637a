// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerKey;
import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.change.TransformedTable;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class PublisherTest {
  private static final TableLayout LAYOUT =
      new TableLayout(StructType.fromDDL("id INT"), List.of());
  private static final ChangeBody AGGREGATION = new ChangeBody.Aggregation(0, "abc");
  private static final ConsumerKey DAILY = ConsumerKey.aggregation("daily");
  private static final ConsumerProgress PROGRESS = new ConsumerProgress(0, 0, "abc");

  @TempDir private Path data;
  private final SparkSession spark;
  private final List<String> events = new ArrayList<>();
  private Tables tables;
  private Publisher publisher;

  PublisherTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void open() {
    tables =
        new Tables(spark, new Storage(spark.sparkContext().hadoopConfiguration()), path("tables"));
    publisher = publisher(log());
  }

  @Test
  void aDraftIsAuditedCompletedRecordedAppliedAndTold() {
    Change change = publisher.publish(state -> draft(() -> events.add("audited")));

    assertThat(events)
        .containsExactly(
            "audited", "completed as 1", "told of 1 with [1, 2] in daily", "told of 1");
    assertThat(read("daily")).containsExactly(1, 2);
    assertThat(read("receipts")).containsExactly(7);
    assertThat(change.body()).isEqualTo(AGGREGATION);
    assertThat(change.runId()).isEqualTo("run-1");
    assertThat(change.tables())
        .extracting(TableChange::relation)
        .containsExactly("daily", "receipts");
    assertThat(change.state())
        .isEqualTo(
            new LogState(
                0,
                0,
                Map.of("daily", 0L, "receipts", 0L),
                Map.of(DAILY, PROGRESS),
                List.of(),
                LogState.EMPTY.standing(),
                TransformedTable.NONE));
    assertThat(log().head()).contains(change);
    assertThat(log().unapplied()).isEmpty();
  }

  @Test
  void theNextDraftIsMadeOfTheStateThatTheLastOneLeft() {
    LogState first = publisher.publish(state -> draft(Audit.NONE)).state();

    Change second =
        publisher.publish(
            state -> {
              assertThat(state).isEqualTo(first);
              return ChangeDraft.of(new ChangeBody.Maintenance(), List.of(staged("daily", 3)));
            });

    assertThat(second.number()).isEqualTo(2);
    assertThat(second.state().progress(DAILY)).contains(PROGRESS);
    assertThat(second.state().version("daily")).contains(1L);
    assertThat(read("daily")).containsExactly(1, 2, 3);
  }

  @Test
  void ofARefusedDraftNothingIsLeft() throws IOException {
    assertThatThrownBy(
            () ->
                publisher.publish(
                    state ->
                        draft(
                            () -> {
                              throw Problem.invalid("not this one");
                            })))
        .hasMessage("not this one");

    assertThat(events).isEmpty();
    assertThat(log().head()).isEmpty();
    assertThat(dataFiles()).isEmpty();
  }

  @Test
  void aDraftCanBeAuditedAndPublishedLaterOrNever() throws IOException {
    ChangeDraft draft = publisher.audited(() -> draft(() -> events.add("audited")));

    assertThat(events).containsExactly("audited");
    assertThat(log().head()).isEmpty();
    assertThat(dataFiles()).isNotEmpty();
    assertThat(draft.incomplete(log().position(), "run-1").tables()).isEqualTo(draft.staged());
  }

  @Test
  void aRunThatWasOvertakenPublishesNothing() {
    ChangeLog mine = log();
    mine.position();

    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                publisher(mine)
                    .publish(
                        state -> {
                          publisher.publish(other -> draft(Audit.NONE));
                          events.clear();
                          return draft(Audit.NONE);
                        }));

    assertThat(problem.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(events).containsExactly("completed as 1");
    assertThat(log().position().number()).isOne();
    assertThat(read("daily")).containsExactly(1, 2);
  }

  @Test
  void whatAnEarlierRunHasRecordedIsAppliedAndTold() {
    Change recorded = draft(Audit.NONE).at(log().position(), "run-0");
    log().record(recorded);
    events.clear();

    publisher.resume(recorded);

    assertThat(events).containsExactly("told of 1 with [1, 2] in daily", "told of 1");
    assertThat(read("receipts")).containsExactly(7);
    assertThat(log().unapplied()).isEqualTo(Optional.empty());
  }

  private ChangeDraft draft(Audit audit) {
    return ChangeDraft.of(AGGREGATION, List.of(staged("daily", 1, 2)))
        .audited(audit)
        .completed(
            number -> {
              events.add("completed as " + number);
              return List.of(staged("receipts", 7));
            })
        .leaving(state -> state.withProgress(DAILY, PROGRESS));
  }

  private TableChange staged(String relation, Integer... ids) {
    return tables
        .table(relation)
        .stageAppend(
            spark.createDataset(List.of(ids), Encoders.INT()).toDF("id").coalesce(1), LAYOUT);
  }

  private List<Integer> read(String relation) {
    long version = log().position().state().version(relation).orElseThrow();
    return tables.table(relation).read(version).orderBy("id").as(Encoders.INT()).collectAsList();
  }

  /** Tells two listeners: one that looks into a table, and one that doesn't. */
  private Publisher publisher(ChangeLog changes) {
    return new Publisher(
        changes,
        tables,
        "run-1",
        change ->
            events.add("told of %d with %s in daily".formatted(change.number(), read("daily"))),
        change -> events.add("told of " + change.number()));
  }

  private ChangeLog log() {
    return new ChangeLog(
        new Storage(spark.sparkContext().hadoopConfiguration()),
        path("changes"),
        path("tables"),
        "shop");
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(data.resolve(name).toUri());
  }
}
