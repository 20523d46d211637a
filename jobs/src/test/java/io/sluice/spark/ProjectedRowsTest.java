// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.RDDScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows are the same, whether Spark evaluates their projections or ours. */
@ExtendWith(SparkSessionExtension.class)
class ProjectedRowsTest {
  private static final int MANY = 120;
  private static final String TYPED =
      """
      id % 3 = 0 as truth, cast(id as byte) as tiny, cast(id as short) as small,
      cast(id as int) as whole, id as big, cast(id as float) / 3 as narrow, id / 7 as wide,
      cast(id as decimal(9,2)) as cents, cast(id as decimal(38,4)) as much, 'text ' || id as text,
      cast('b' || id as binary) as bytes, date_add(date'2026-01-01', cast(id as int)) as day,
      timestamp_seconds(id) as time, make_interval(0, cast(id as int)) as months,
      named_struct('a', id, 'b', 'x' || id) as pair, array(id, null, id + 1) as several,
      map('k' || id, id) as named, nullif('n' || id, 'n2') as maybe
      """;

  private final SparkSession spark;

  ProjectedRowsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void columnsOfAllTypesAreCarriedAndComputed() {
    Dataset<Row> projected = projected(made(MANY));
    assertThat(projections(projected)).as("to evaluate").isGreaterThan(1);

    Dataset<Row> same = ProjectedRows.of(projected);

    assertThat(same.queryExecution().executedPlan()).isInstanceOf(RDDScanExec.class);
    assertThat(same.schema()).isEqualTo(projected.schema());
    assertThat(json(same)).isEqualTo(json(projected)).hasSize(5);
  }

  @Test
  void fewColumnsAreLeftToSpark() {
    Dataset<Row> projected = projected(made(10));
    assertThat(ProjectedRows.of(projected)).isSameAs(projected);
  }

  @Test
  void anyOtherPlanIsLeftToSpark() {
    Dataset<Row> filtered = projected(made(MANY).where(col("big").gt(1)));
    assertThat(ProjectedRows.of(filtered)).isSameAs(filtered);
  }

  /** Rows that Java made. */
  private Dataset<Row> made(int more) {
    List<String> columns = new ArrayList<>(List.of(TYPED));
    for (int i = 0; i < more; i++) {
      columns.add("id * %d as c%d".formatted(i, i));
    }
    Dataset<Row> typed =
        spark.sql("select %s from range(0, 5, 1, 2)".formatted(String.join(", ", columns)));
    return InternalRows.mapped(typed, typed.schema(), ProjectedRowsTest::asTheyAre);
  }

  private static Iterator<InternalRow> asTheyAre(Iterator<InternalRow> rows) {
    return rows;
  }

  /** Each projection uses what the one beneath it computes more than once. */
  private static Dataset<Row> projected(Dataset<Row> rows) {
    Dataset<Row> first = rows.withColumn("loud", upper(col("text")).substr(1, 6));
    Column[] all = Arrays.stream(first.columns()).map(name -> col(name)).toArray(Column[]::new);
    Dataset<Row> second =
        first
            .select(all)
            .withColumn("louder", when(col("loud").endsWith("3"), lit(null)).otherwise(col("loud")))
            .drop("whole");
    return second
        .withColumn("twice", col("louder").substr(1, 3).eqNullSafe(col("louder").substr(4, 3)))
        .withColumnRenamed("pair", "couple");
  }

  private static int projections(Dataset<Row> rows) {
    int found = 0;
    SparkPlan plan = rows.queryExecution().executedPlan();
    while (plan instanceof ProjectExec projection) {
      found++;
      plan = projection.child();
    }
    return found;
  }

  private static List<String> json(Dataset<Row> rows) {
    return rows.drop("months").toJSON().collectAsList();
  }
}
