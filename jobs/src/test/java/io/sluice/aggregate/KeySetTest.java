// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.Aggregation;
import io.sluice.problem.Problem;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class KeySetTest {
  @TempDir private Path root;
  private final SparkSession spark;

  KeySetTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void keysAreDistinct() {
    assertThat(keys("select id, upper(id) as name from sales where id <> 'x'", "a", "b", "a", "x"))
        .containsExactlyInAnyOrder("[a,A]", "[b,B]");
  }

  @Test
  void rowsOfOneRowAreKeysToo() {
    assertThat(keys("select explode(split(id, '-')) as part from sales", "a-b", "b-c"))
        .containsExactlyInAnyOrder("[a]", "[b]", "[c]");
  }

  @Test
  void whatLooksAtMoreThanOneRowIsRefused() {
    for (String query :
        List.of(
            "select id, count(*) as n from sales group by id",
            "select id, row_number() over (order by id) as n from sales",
            "select id from sales order by id limit 1",
            "select a.id from sales a join sales b on a.id = b.id",
            "select id, rand() as n from sales",
            "select id from sales where id in (select max(id) from sales)")) {
      assertThatThrownBy(() -> keys(query, "a", "b"))
          .as(query)
          .isInstanceOf(Problem.class)
          .hasMessage(
              "Cannot compute aggregations/ids_seen.sql as distinct_keys: it does more than select distinct columns of sales; leave out joins, windows, limits and aggregate functions, or make it '-- materialized: full'");
    }
  }

  @Test
  void missingKeysAreThoseThatTheSetDoesNotHave() {
    Dataset<Row> set = numbers("1, 2, null");
    Dataset<Row> keys = numbers("2, 3, null");

    assertThat(KeySet.missing(keys, 3, set).as(Encoders.LONG()).collectAsList())
        .containsExactly(3L);
    assertThat(KeySet.missing(keys, Long.MAX_VALUE, set).as(Encoders.LONG()).collectAsList())
        .containsExactly(3L);
    assertThat(KeySet.without(set, keys).as(Encoders.LONG()).collectAsList()).containsExactly(1L);
  }

  private Dataset<Row> numbers(String values) {
    return spark.sql(
        "select cast(n as bigint) as n from (select explode(array(" + values + ")) as n)");
  }

  private List<String> keys(String query, String... ids) {
    Aggregation aggregation =
        new PipelineFolder(root)
            .write("aggregations/ids_seen.sql", "-- materialized: distinct_keys\n" + query + "\n")
            .load()
            .aggregations()
            .get(0);
    Dataset<Row> rows = spark.createDataset(List.of(ids), Encoders.STRING()).toDF("id");
    return new KeySet(spark, aggregation)
        .of(rows.localCheckpoint()).collectAsList().stream().map(Row::toString).toList();
  }
}
