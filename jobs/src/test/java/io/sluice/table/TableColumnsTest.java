// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Columns that change. */
@ExtendWith(SparkSessionExtension.class)
class TableColumnsTest {
  private static final TableLayout LAYOUT = layout("id INT, day STRING");
  private static final TableLayout WIDER = layout("id INT, weight DOUBLE, day STRING");

  @TempDir private Path folder;
  private final SparkSession spark;
  private Table table;
  private TableChange first;

  TableColumnsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void publishTwoRows() {
    table = tables().table("sales");
    first = table.stageAppend(spark.sql("select 1 as id, 'mon' as day"), LAYOUT);
    table.commit(first, "shop", 1);
  }

  @Test
  void newColumnsStandAtTheEndAndAreNullInOlderRows() {
    assertThat(table.columns().lacking(WIDER)).containsExactly("weight");
    TableChange second =
        table.stageAppend(spark.sql("select 2 as id, 0.5D as weight, 'mon' as day"), WIDER);
    table.commit(second, "shop", 2);
    TableChange third =
        table.stageAppend(spark.sql("select 3 as id, 1.5D as weight, 'tue' as day"), WIDER);
    table.commit(third, "shop", 3);

    assertThat(third.metadata()).isEmpty();
    assertThat(List.of(table.read(2).columns())).containsExactly("id", "day", "weight");
    assertThat(shown(table.read(2))).containsExactly("1 mon null", "2 mon 0.5", "3 tue 1.5");
    assertThat(shown(table.read(0))).containsExactly("1 mon");
    assertThat(table.columns().lacking(WIDER)).isEmpty();
    table.columns().require(WIDER, "shop");
    RecordedColumns recorded = new RecordedColumns();
    recorded.add(first, 1);
    recorded.add(second, 2);
    recorded.add(third, 3);
    assertThat(recorded.mistaken()).isEmpty();
    assertThat(recorded.layout()).contains(layout("id INT, day STRING, weight DOUBLE"));
    assertThat(tables().currentFiles("sales").misfits(tables().storage())).isEmpty();
  }

  @Test
  void whatBringsNoRowBringsNoColumn() {
    for (TableChange nothing :
        List.of(
            table.stageNothing(WIDER),
            table.append(List.of(), WIDER),
            table.replace(table.files(), new StagedFiles(List.of()), WIDER))) {
      assertThat(nothing.metadata()).isEmpty();
    }
  }

  @Test
  void rowsThatStayKeepTheirColumnsWhereOthersAreReplaced() {
    TableChange tuesday = table.stageAppend(spark.sql("select 2 as id, 'tue' as day"), LAYOUT);
    table.commit(tuesday, "shop", 2);
    StagedFiles monday = table.files().with("day", "mon"::equals);
    StagedFiles written =
        table.write(spark.sql("select 1 as id, 2.5D as weight, 'mon' as day"), WIDER);

    table.commit(table.replace(monday, written, WIDER), "shop", 3);

    assertThat(shown(table.read(2))).containsExactly("1 mon 2.5", "2 tue null");
  }

  @Test
  void aWholeTableIsReplacedWithItsColumnsAndPartitions() {
    TableLayout other =
        new TableLayout(StructType.fromDDL("no STRING, date DATE"), List.of("date"));
    Dataset<Row> rows = spark.sql("select 'one' as no, date'2026-03-02' as date");
    Problem refused =
        catchThrowableOfType(Problem.class, () -> table.columns().requireFitting(other, "shop"));
    assertThat(refused.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(refused.nextStep()).isEqualTo("./sluice backfill --pipeline shop --all --plan");

    TableChange all = table.replaceAll(table.writeAll(rows, other), other);
    table.commit(all, "shop", 2);

    assertThat(shown(table.read(1))).containsExactly("one 2026-03-02");
    assertThat(table.columns().layout()).contains(other);
    assertThat(shown(table.read(0))).containsExactly("1 mon");
    RecordedColumns recorded = new RecordedColumns();
    recorded.add(first, 1);
    recorded.add(all, 2);
    assertThat(recorded.layout()).contains(other);
    assertThat(recorded.mistaken()).isEmpty();

    table.commit(table.replaceAll(new StagedFiles(List.of()), LAYOUT), "shop", 3);

    assertThat(table.columns().layout()).contains(LAYOUT);
    assertThat(table.read(2).count()).isZero();
  }

  private Tables tables() {
    return new Tables(
        spark,
        new Storage(spark.sparkContext().hadoopConfiguration()),
        new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private static TableLayout layout(String columns) {
    return new TableLayout(StructType.fromDDL(columns), List.of("day"));
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.mkString(" ")).sorted().toList();
  }
}
