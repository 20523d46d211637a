// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Problem;
import io.sluice.testing.SparkSessionExtension;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A query that fails because of a value says where, and for which row or group. */
@ExtendWith(SparkSessionExtension.class)
class FailedQueryTest {
  private final SparkSession spark;

  FailedQueryTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void makeRows() {
    spark
        .sql(
            "select * from values ('x', 1, 5, 9000000000000000000, 'me'), ('x', 2, 0,"
                + " 9000000000000000000, 'you'), ('y', 3, 7, 1, 'they') as t(k, id, a, b, who)")
        .localCheckpoint()
        .createOrReplaceTempView("rows");
  }

  @AfterEach
  void dropRows() {
    spark.catalog().dropTempView("rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          select id, 100 / a as share from rows | 1:12: share fails at 100 / a | the row k = 'x', id = '2', a = '0', b = '9000000000000000000', who = (hidden: personal)
          select id from rows where 100 / a > 1 | 1:27: 100 / a > 1 fails at 100 / a | the row k = 'x', id = '2',
          select k, sum(100 / a) as s from rows group by k | 1:15: 100 / a fails at 100 / a | the row k = 'x', id = '2',
          select k, sum(b) as s from rows group by k | 1:11: sum(b) fails: its value is larger than its type BIGINT allows | the group k = 'x';
          select sum(b) as s from rows | 1:8: sum(b) fails: its value is larger than its type BIGINT allows | all rows together;
          select who, sum(b) + sum(b) as s from rows where id < 3 group by who | 1:13: s fails at sum(b) + sum(b) | the group who = (hidden: personal);
          select k, 1 / (count(*) - 1) as s from rows group by k | 1:11: s fails at 1 / (count(*) - 1) | the group k = 'y';
          with c as (select k, a + 2147483647 as m from rows) select k, max(m) as m from c group by k | 1:22: m fails at a + 2147483647 | the row k = 'x', id = '1', a = '5',
          select id, cast(who as int) as n from (select id, upper(who) as who from rows) | 1:12: n fails at cast(who as int): [CAST_INVALID_INPUT] (its values are hidden: personal) | the row id = '1', who = (hidden: personal);
          select k, e from rows lateral view explode(sequence(1, cast(10 / a as int))) as e | fails at 10 / a | the row k = 'x', id = '2',
          select id, (select max(1 / a) from rows) as m from rows | 1:24: 1 / a fails at 1 / a | the row k = 'x', id = '2',
          select id from rows order by 100 / a | 1:30: 100 / a fails at 100 / a | the row id = '2'
          select r.id from rows as r join rows as s on r.id = s.id and 100 / r.a > 5 | 1:62: 100 / r.a > 5 fails at 100 / r.a | the row k = 'x', id = '2',
          select r.id from rows as r join rows as s on r.id = 100 / s.a | 1:53: 100 / s.a fails at 100 / s.a | the row k = 'x', id = '2',
          select r.id from rows as r join rows as s on r.a <> 0 and 35 / r.a = s.a and r.b * r.a > s.b | 1:78: r.b * r.a > s.b fails at r.b * r.a | the row k = 'x', id = '1', a = '5', b = '9000000000000000000', who = (hidden: personal), together with the row k = 'y'
          select r.id from rows as r left join rows as s on r.id = s.id and r.a > 0 and 100 / (r.a - 5) > 1 | fails at 100 / (r.a - 5) | the row k = 'x', id = '1', a = '5', b = '9000000000000000000', who = (hidden: personal), together with the row k = 'x', id = '1',
          select r.id from rows as r where exists (select s.id from rows as s where s.k = r.k and 10 / (s.id - r.id) > 0) | fails at 10 / (s.id - r.id) | the row k = 'x', id = '1', a = '5', b = '9000000000000000000', who = (hidden: personal), together with the row id = '1', k = 'x';
          select id, sum(b) over (order by id) as s from rows | 1:12: sum(b) over (order by id) fails: its value is larger than its type BIGINT allows | the row id = '2', b = '9000000000000000000';
          select k, avg(cast(b as decimal(38, 18))) over (partition by k) as s from rows | 1:11: avg(cast(b as decimal(38, 18))) over (partition by k) fails: | the row k = 'x', cast(b as decimal(38, 18)) = '9000
          select k, sum(100 / a) over (partition by k) as s from rows | 1:15: 100 / a fails at 100 / a | the row k = 'x', id = '2',
          select k, count(*) over (order by -a range between 2147483647 preceding and 2147483647 preceding) as s from rows | 1:11: count(*) over (order by -a range between 2147483647 precedin… fails | the row k = 'x', -a = '-5';
          select k, sum(sum(b)) over (order by k) as s from rows group by k, id | 1:11: sum(sum(b)) over (order by k) fails: | the row k = 'x', sum(b) = '9000000000000000000'
          """)
  void theErrorNamesPlaceAndCause(String sql, String error, String cause) {
    SqlFile file = new SqlFile("aggregations/t.sql", sql, "");
    assertThatThrownBy(() -> collected(file))
        .isInstanceOf(Problem.class)
        .message()
        .startsWith("Cannot compute aggregations/t.sql: aggregations/t.sql:")
        .contains(error.strip())
        .contains(cause == null ? "" : "; it fails for " + cause.strip())
        .doesNotContain("ansi", "== SQL", "they", "THEY", "you")
        .endsWith("; correct the SQL, or write try_… where null is meant");
  }

  @Test
  void anotherErrorStaysWhatItIs() {
    IllegalStateException broken = new IllegalStateException("the disk");
    SqlFile file = new SqlFile("t.sql", "select id from rows", "");

    assertThatThrownBy(
            () ->
                Queries.evaluated(
                    spark,
                    file,
                    "compute",
                    Set.of(),
                    () -> {
                      throw broken;
                    }))
        .isSameAs(broken);
  }

  @Test
  void aSumIsExactHoweverLargeItIs() {
    Dataset<Row> rows =
        spark.sql(
            "select cast(v as decimal(38, 2)) as v, cast(w as decimal(10, 3)) as w from values"
                + " ('900000000000000000000000000000000000.01', '1.5'),"
                + " ('900000000000000000000000000000000000.02', null),"
                + " ('-0.05', '-2.25'), (null, null) as t(v, w)");
    for (ExactSum each : ExactSum.of(rows.schema())) {
      Dataset<Row> summands =
          rows.select(each.summands().toArray(org.apache.spark.sql.Column[]::new));
      Row sums = summands.agg(each.sums().get(0), each.sums().get(1)).first();

      assertThat(each.value(sums, 0).toPlainString())
          .isEqualTo(
              each.column().equals("v") ? "1799999999999999999999999999999999999.98" : "-0.750");
    }
  }

  private void collected(SqlFile file) {
    Queries.evaluated(
        spark, file, "compute", Set.of("who"), () -> Queries.of(spark, file).collectAsList());
  }
}
