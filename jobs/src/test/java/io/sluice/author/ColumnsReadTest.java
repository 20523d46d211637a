// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.DriverRows;
import io.sluice.spark.TemporaryViews;
import io.sluice.testing.SparkSessionExtension;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class ColumnsReadTest {
  private final SparkSession spark;

  ColumnsReadTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void whatAQueryDoesNotReadHasNoPart() {
    assertThat(read("select sum(a) as a from t")).containsExactly("a");
    assertThat(read("select a from t where b > 0")).containsExactlyInAnyOrder("a", "b");
    assertThat(read("select count(*) as n from t group by b")).containsExactly("b");
    assertThat(read("with all_of_it as (select * from t) select max(c) as c from all_of_it"))
        .containsExactly("c");
    assertThat(read("select count(*) as n from t")).isEmpty();
  }

  @Test
  void eachPlaceThatReadsTheRelationCounts() {
    assertThat(read("select x.a, y.b from t as x join t as y on x.c = y.c"))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(read("select a from t union all select b from t"))
        .containsExactlyInAnyOrder("a", "b");
    assertThat(read("select a from other where a > (select max(b) from t)")).containsExactly("b");
    assertThat(read("select a, sum(b) over (partition by c) as b from t"))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(read("select a from other")).isEmpty();
  }

  @Test
  void whereAllGoesThroughAllIsRead() {
    assertThat(read("table t")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(read("select count(*) as n from (select distinct * from t)"))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(read("select a from (table t order by b limit 2)")).contains("a", "b");
  }

  private Set<String> read(String query) {
    try (TemporaryViews views = new TemporaryViews(spark)) {
      Dataset<Row> rows =
          DriverRows.of(spark.sql("select id as a, id as b, id as c from range(3)")).table(spark);
      views.add("t", rows);
      views.add("other", spark.sql("select 1 as a"));
      return ColumnsRead.by(spark.sql(query), rows);
    }
  }
}
