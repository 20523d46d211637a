// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkSessionExtension.class)
class TableTest {
  private static final TableLayout LAYOUT =
      new TableLayout(StructType.fromDDL("id INT NOT NULL, day STRING"), List.of("day"));

  @TempDir private Path folder;
  private final SparkSession spark;
  private Table table;

  TableTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void open() {
    table = tables().table("sales");
  }

  private Tables tables() {
    return new Tables(
        spark,
        new Storage(spark.sparkContext().hadoopConfiguration()),
        new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  @Test
  void whatIsStagedNoReaderSees() throws IOException {
    TableChange first = table.stageAppend(rows("1 mon", "2 tue"), LAYOUT);

    assertThat(folder.resolve("sales/_delta_log/00000000000000000000.json")).doesNotExist();
    assertThat(first.relation()).isEqualTo("sales");
    assertThat(first.baseVersion()).isEqualTo(-1);
    assertThat(first.version()).isZero();
    assertThat(first.rows()).isEqualTo(2);
    assertThat(first.bytes())
        .isEqualTo(dataFiles().stream().mapToLong(file -> file.toFile().length()).sum());
    assertThat(shown(table.stagedRows(first, LAYOUT))).containsExactlyInAnyOrder("1 mon", "2 tue");

    table.commit(first, "shop", 1);
    table.stageAppend(rows("3 wed"), LAYOUT);

    assertThat(shown(table.read(0))).containsExactlyInAnyOrder("1 mon", "2 tue");
  }

  @Test
  void committingTwiceIsCommittingOnce() throws IOException {
    TableChange change = table.stageAppend(rows("1 mon"), LAYOUT);

    table.commit(change, "shop", 1);
    table.commit(change, "shop", 1);
    open();
    table.commit(change, "shop", 1);

    assertThat(shown(table.read(0))).containsExactly("1 mon");
    assertThat(commits()).hasSize(1);
  }

  @Test
  void committingAtTheSameTimeIsCommittingOnce() throws Exception {
    TableChange change = table.stageAppend(rows("1 mon"), LAYOUT);
    int committers = 2;
    CyclicBarrier start = new CyclicBarrier(committers);
    ExecutorService threads = Executors.newFixedThreadPool(committers);
    try {
      Callable<Void> commit =
          () -> {
            start.await();
            table.commit(change, "shop", 1);
            return null;
          };
      for (Future<Void> each : threads.invokeAll(Collections.nCopies(committers, commit))) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(shown(table.read(0))).containsExactly("1 mon");
    assertThat(commits()).hasSize(1);
  }

  @Test
  void ofPartitionsOnlyThoseAreReadThatAQueryWants() throws IOException {
    publish(table.stageAppend(rows("1 mon", "2 tue", "3 null", "4 wed"), LAYOUT), 1);
    Dataset<Row> all = table.read(0);
    for (Path file :
        dataFiles().stream().filter(each -> each.toString().contains("day=wed")).toList()) {
      Files.delete(file);
    }

    assertThat(shown(all.where("day = 'tue'"))).containsExactly("2 tue");
    assertThat(shown(all.where("DAY in ('mon', 'tue') and id < 2"))).containsExactly("1 mon");
    assertThat(shown(all.where("day is null"))).containsExactly("3 null");
    assertThat(shown(all.where("not day = 'wed'"))).containsExactlyInAnyOrder("1 mon", "2 tue");
    assertThat(shown(all.where("day > 'mon' and day < 'wed' or day is null")))
        .containsExactlyInAnyOrder("2 tue", "3 null");
    assertThat(shown(all.where("day = 'sun'"))).isEmpty();
  }

  @Test
  void oldVersionsCanBeRead() {
    publish(table.stageAppend(rows("1 mon"), LAYOUT), 1);
    publish(table.stageAppend(rows("2 mon"), LAYOUT), 2);
    publish(table.stageReplacement(rows("3 tue"), LAYOUT), 5);

    assertThat(shown(table.read(0))).containsExactly("1 mon");
    assertThat(shown(table.read(1))).containsExactlyInAnyOrder("1 mon", "2 mon");
    assertThat(shown(table.read(2))).containsExactly("3 tue");
  }

  @Test
  void aReplacementMayBringOtherColumns() {
    TableLayout other = new TableLayout(StructType.fromDDL("id BIGINT, total DOUBLE"), List.of());
    publish(table.stageReplacement(rows("1 mon"), new TableLayout(LAYOUT.schema(), List.of())), 1);

    publish(table.stageReplacement(spark.sql("select 7L as id, 1.5D as total"), other), 2);

    assertThat(shown(table.read(1))).containsExactly("7 1.5");
    assertThat(table.read(1).schema()).isEqualTo(other.schema());
    assertThat(shown(table.read(0))).containsExactly("1 mon");
  }

  @Test
  void aReplacementByNothingEmptiesTheTable() {
    publish(table.stageAppend(rows("1 mon"), LAYOUT), 1);

    publish(table.stageReplacement(rows(), LAYOUT), 2);

    assertThat(shown(table.read(1))).isEmpty();
    assertThat(table.read(1).schema()).isEqualTo(LAYOUT.schema());
  }

  @Test
  void anEmptyChangeMakesAVersionOfItsOwn() {
    TableChange first = table.stageNothing(LAYOUT);
    publish(first, 1);
    publish(table.stageNothing(LAYOUT), 2);

    assertThat(first.rows()).isZero();
    assertThat(shown(table.stagedRows(first, LAYOUT))).isEmpty();
    assertThat(shown(table.read(1))).isEmpty();
    assertThat(table.read(0).schema()).isEqualTo(LAYOUT.schema());
  }

  @Test
  void valuesOfPartitionsMayHoldAnything() {
    TableChange change = table.stageAppend(rows("1 a/b%c=d#é", "2 null"), LAYOUT);

    assertThat(shown(table.stagedRows(change, LAYOUT)))
        .containsExactlyInAnyOrder("1 a/b%c=d#é", "2 null");
    publish(change, 1);
    assertThat(shown(table.read(0))).containsExactlyInAnyOrder("1 a/b%c=d#é", "2 null");
  }

  @Test
  void aTableThatMovedIsUnsafe() {
    publish(table.stageAppend(rows("1 mon"), LAYOUT), 1);
    TableChange change = table.stageAppend(rows("2 mon"), LAYOUT);
    rows("9 mon").write().format("delta").mode("append").save(path());

    assertUnsafe(
        change,
        "Cannot apply change 2 to sales: it was prepared on version 0, the table is at 1; somebody"
            + " else wrote to it");
    assertThat(shown(table.read(1))).containsExactlyInAnyOrder("1 mon", "9 mon");
  }

  @Test
  void aPreparedFileThatIsGoneIsUnsafe() throws IOException {
    TableChange change = table.stageAppend(rows("1 mon"), LAYOUT);
    Path file = dataFiles().get(0);
    Files.delete(file);

    assertUnsafe(
        change,
        "Cannot apply change 2 to sales: its prepared file file:%s is gone".formatted(file));
    assertThat(commits()).isEmpty();
  }

  @Test
  void aPreparedFileThatWasCutIsUnsafe() throws IOException {
    TableChange change = table.stageAppend(rows("1 mon"), LAYOUT);
    Path file = dataFiles().get(0);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(10);
    }

    assertUnsafe(
        change,
        "Cannot apply change 2 to sales: its prepared file file:%s is 10 bytes long instead of %d"
            .formatted(file, change.bytes()));
    assertThat(commits()).isEmpty();
  }

  @Test
  void otherColumnsAreRefused() {
    publish(table.stageAppend(rows("1 mon"), LAYOUT), 1);
    Dataset<Row> other = spark.sql("select 1L as id, 'red' as colour");

    Problem problem = catchThrowableOfType(Problem.class, () -> table.stageAppend(other, LAYOUT));

    assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(problem)
        .hasMessage(
            "Cannot publish to sales: the columns that the SQL gives differ from the table's (id is"
                + " BIGINT, the table has INT, day is missing, colour is not in the table); replace"
                + " the table and its columns, or change the SQL back");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          number INT, day STRING | day | id is missing, number is not in the table
          id STRING, day STRING | day | id is STRING, the table has INT
          id STRING, day STRING, colour STRING | day | id is STRING, the table has INT, colour is not in the table
          id INT, day STRING | id | its folders are by [id], the table's by [day]
          """)
  void noChangeWithoutRowsGivesRowsThatStayOtherColumns(
      String columns, String partition, String differences) throws IOException {
    publish(table.stageAppend(rows("1 mon", "2 tue"), LAYOUT), 1);
    TableLayout other = new TableLayout(StructType.fromDDL(columns), List.of(partition));
    StagedFiles monday = table.files().with("day", "mon"::equals);
    String message =
        "Cannot publish to sales: the columns that the SQL gives differ from the table's (%s); replace the table and its columns, or change the SQL back"
            .formatted(differences);

    for (ThrowingCallable refused :
        List.<ThrowingCallable>of(
            () -> table.stageNothing(other),
            () -> table.append(List.of(), other),
            () -> table.replace(monday, new StagedFiles(List.of()), other),
            () -> table.columns().requireFitting(other, "shop"),
            () -> table.columns().require(other, "shop"))) {
      Problem problem = catchThrowableOfType(Problem.class, refused);
      assertThat(problem).hasMessage(message);
      assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
    }
    assertThat(table.columns().differences(other))
        .containsExactly(differences.split(", (?=\\w+ is )"));
    assertThat(commits()).hasSize(1);
  }

  @Test
  void neitherOrderNorWhatMayBeNullMakesOtherColumns() {
    TableLayout nested = new TableLayout(StructType.fromDDL("id INT, tags ARRAY<INT>"), List.of());
    publish(table.stageAppend(spark.sql("select 1 as id, array(1, 2) as tags"), nested), 1);

    publish(
        table.stageAppend(spark.sql("select array(cast(null as int)) as tags, 2 as id"), nested),
        2);

    assertThat(
            table
                .columns()
                .differences(
                    new TableLayout(
                        spark.sql("select array(1) as tags, 1 as id").schema(), List.of())))
        .isEmpty();
    assertThat(
            table.read(1).selectExpr("id", "tags[0]").collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList())
        .containsExactlyInAnyOrder("1 1", "2 null");
  }

  /** As a version recorded it that didn't compare columns where a batch held no record. */
  @Test
  void whatWouldLeaveRowsWithoutTheirColumnsIsNotApplied() {
    publish(table.stageAppend(rows("1 mon"), LAYOUT), 1);
    TableChange recorded =
        table.stageDefinition(
            new TableLayout(StructType.fromDDL("number INT, day STRING"), List.of("day")));

    assertUnsafe(
        recorded,
        "Cannot apply change 2 to sales: it would give the table other columns than its rows have"
            + " (id is missing, number is not in the table)");
    assertThat(shown(table.read(0))).containsExactly("1 mon");
  }

  @Test
  void aTableWithOtherColumnsThanItsRowsIsFoundAndGivenThemBack() {
    TableChange first = table.stageAppend(rows("1 mon"), LAYOUT);
    publish(first, 1);
    TableLayout renamed =
        new TableLayout(StructType.fromDDL("number INT, day STRING"), List.of("day"));
    TableChange mistaken = table.stageDefinition(renamed);
    table.commitWithLosses(mistaken, "shop", 2);
    DeltaLog.clearCache(); // as another process finds it
    RecordedColumns recorded = new RecordedColumns();
    recorded.add(first, 1);
    recorded.add(mistaken, 2);

    for (ThrowingCallable refused :
        List.<ThrowingCallable>of(
            () ->
                tables()
                    .currentFiles("sales")
                    .requireOwnColumns(
                        tables().storage(), List.of(table.files()), "sales", "shop"))) {
      Problem problem = catchThrowableOfType(Problem.class, refused);
      assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
      assertThat(problem.getMessage())
          .matches(
              "Cannot go on with sales: the table's columns are not those of its rows; in part-.*parquet number is missing, id is not in the table");
      assertThat(problem.nextStep()).isEqualTo("./sluice doctor --pipeline shop");
    }
    assertThat(recorded.layout()).contains(LAYOUT);
    assertThat(recorded.mistaken()).contains(2L);

    publish(table.stageDefinition(recorded.layout().orElseThrow()), 3);

    assertThat(shown(table.read(2))).containsExactly("1 mon");
    table.columns().require(LAYOUT, "shop");
  }

  @Test
  void columnsOfRowsThatWereAllReplacedAreTheLaterOnes() {
    TableLayout whole = new TableLayout(LAYOUT.schema(), List.of());
    TableLayout other = new TableLayout(StructType.fromDDL("id BIGINT, total DOUBLE"), List.of());
    RecordedColumns recorded = new RecordedColumns();
    TableChange first = table.stageReplacement(rows("1 mon"), whole);
    publish(first, 1);
    recorded.add(first, 1);
    TableChange second = table.stageReplacement(spark.sql("select 7L as id, 1.5D as total"), other);
    publish(second, 2);

    recorded.add(second, 2);

    assertThat(recorded.layout()).contains(other);
    assertThat(recorded.mistaken()).isEmpty();
    table.columns().requireOwn("shop");
  }

  @Test
  void aLayoutsColumnsMayAllBeNull() {
    assertThat(LAYOUT.schema()).isEqualTo(StructType.fromDDL("id INT, day STRING"));
    assertThat(new TableLayout(spark.sql("select array(1) as ids").schema(), List.of()).schema())
        .isEqualTo(StructType.fromDDL("ids ARRAY<INT>"));
  }

  private void publish(TableChange change, long number) {
    table.commit(change, "shop", number);
  }

  private void assertUnsafe(TableChange change, String message) {
    Problem problem = catchThrowableOfType(Problem.class, () -> publish(change, 2));
    assertThat(problem).hasMessage(message);
    assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
    assertThat(problem.nextStep()).isEqualTo("./sluice doctor --pipeline shop");
  }

  /** Rows of {@code id} and {@code day}, each written as both with a blank between. */
  private Dataset<Row> rows(String... rows) {
    return spark
        .createDataset(Arrays.asList(rows), org.apache.spark.sql.Encoders.STRING())
        .selectExpr(
            "cast(split(value, ' ')[0] as int) as id",
            "nullif(split(value, ' ')[1], 'null') as day");
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.mkString(" ")).toList();
  }

  private String path() {
    return folder.resolve("sales").toUri().toString();
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private List<Path> commits() throws IOException {
    Path log = folder.resolve("sales/_delta_log");
    if (!Files.exists(log)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(log)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }
}
