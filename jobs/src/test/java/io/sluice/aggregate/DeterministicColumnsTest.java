// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class DeterministicColumnsTest {
  private final SparkSession spark;

  DeterministicColumnsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void columnsThatAreTheSameInEveryRowAreLeftOut() {
    Dataset<Row> rows = spark.range(3).localCheckpoint().toDF();

    assertThat(
            DeterministicColumns.columns(
                rows.selectExpr(
                    "id", "current_timestamp() as at", "'v1' as version", "id + 1 as n")))
        .containsExactly("id", "n");
  }

  @Test
  void aConstantBelowAnAggregateIsLeftOutToo() {
    spark.range(3).localCheckpoint().toDF().createOrReplaceTempView("ids_of_test");

    assertThat(
            DeterministicColumns.columns(
                spark.sql(
                    "select id % 2 as parity, count(*) as n, current_date() as day from ids_of_test group by id % 2")))
        .containsExactly("parity", "n");
  }

  @Test
  void rowsDifferInTheNamedColumnsAndInNumber() {
    Dataset<Row> one = spark.sql("select * from values (1, 'a'), (2, 'b'), (2, 'b') as t(n, s)");
    Dataset<Row> once = spark.sql("select * from values (1, 'a'), (2, 'b') as t(n, s)");
    Dataset<Row> other = spark.sql("select * from values (2, 'b'), (1, 'x'), (2, 'b') as t(n, s)");

    assertThat(DeterministicColumns.differ(one, once, List.of("n", "s"))).isTrue();
    assertThat(DeterministicColumns.differ(one, other, List.of("n", "s"))).isTrue();
    assertThat(DeterministicColumns.differ(one, other, List.of("n"))).isFalse();
  }
}
