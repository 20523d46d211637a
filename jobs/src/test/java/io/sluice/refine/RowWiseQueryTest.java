// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.testing.SparkSessionExtension;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkSessionExtension.class)
class RowWiseQueryTest {
  private static final String LEAVES_NO_TRACE =
      "; filtering is a rule's work, so that it leaves a trace, and rows are neither merged nor"
          + " counted here";

  private final Dataset<Row> source;
  private final Dataset<Row> input;

  RowWiseQueryTest(SparkSession spark) {
    this.source =
        spark.createDataFrame(List.of(), StructType.fromDDL("id STRING, n INT, parts STRING"));
    this.input =
        spark.createDataFrame(
            List.of(
                RowFactory.create("a", 1, "x,y", "first"),
                RowFactory.create("b", 2, null, "second")),
            StructType.fromDDL("id STRING, n INT, parts STRING, _origin STRING"));
  }

  @Test
  void carriesFurtherColumnsPastTheQuery() {
    RowWiseQuery query = query("select n + 1 as more from source");

    assertThat(query.isOneToOne()).isTrue();
    assertThat(rows(query, false)).containsExactly("more=2 _origin=first", "more=3 _origin=second");
  }

  @Test
  void takesEveryColumn() {
    assertThat(rows(query("select * from source"), false))
        .containsExactly("id=a n=1 parts=x,y _origin=first", "id=b n=2 parts=null _origin=second");
  }

  @Test
  void takesAliasesSubqueriesInFromAndCommonTableExpressions() {
    String sql =
        """
        with twice as (select id, 2 * n as n from source as s),
        plus as (select id, n + 1 as n from twice)
        select plus.id, n from (select * from plus) as plus
        """;

    assertThat(rows(query(sql), false))
        .containsExactly("id=a n=3 _origin=first", "id=b n=5 _origin=second");
  }

  @Test
  void explodes() {
    RowWiseQuery query = query("select id, explode(split(parts, ',')) as part from source");

    assertThat(query.isOneToOne()).isFalse();
    assertThat(rows(query, false))
        .containsExactly("id=a part=x _origin=first", "id=a part=y _origin=first");
    assertThat(rows(query, true))
        .containsExactly(
            "id=a part=x _origin=first",
            "id=a part=y _origin=first",
            "id=b part=null _origin=second");
  }

  @Test
  void takesLateralViews() {
    String sql =
        "select id, part from source lateral view outer explode(split(parts, ',')) as part";

    assertThat(rows(query(sql), false))
        .containsExactly(
            "id=a part=x _origin=first",
            "id=a part=y _origin=first",
            "id=b part=null _origin=second");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select id from source where n > 0                                  | filter
          select id from (select * from source where n > 0) as s             | filter
          with kept as (select * from source where n > 0) select id from kept | filter
          select count(*) as rows from source                                | aggregate
          select id from source group by id                                  | aggregate
          select distinct id from source                                     | distinct
          select id, row_number() over (order by n) as r from source         | window
          select id from source order by id                                  | sort
          select id from source limit 1                                      | globallimit
          select id from source union all select id from source              | union
          select id from source except select id from source                 | except
          select a.id from source as a join source as b on a.id = b.id       | join
          select id from source tablesample (50 percent)                     | sample
          """)
  void refusesWhatMakesRowsVanishOrMeet(String sql, String node) {
    refuses(sql, "it uses " + node + LEAVES_NO_TRACE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select current_timestamp() as t from source       | current_timestamp()
          select now() as t from source                     | now()
          select current_date() as d from source            | current_date(Some(UTC))
          select id, date_add(current_date, n) as d from source | date_add(current_date(Some(UTC)), source.n)
          """)
  void refusesOtherClocks(String sql, String shown) {
    Problem problem = problem(sql);

    assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(problem)
        .hasMessageStartingWith("Cannot use t.sql: ")
        .hasMessageContaining(shown.substring(0, shown.indexOf('(')))
        .hasMessageEndingWith(
            " gives another result each time; the only clock is source._landed_at");
  }

  @Test
  void refusesChance() {
    for (String chance : List.of("rand()", "uuid()", "shuffle(array(1, 2))")) {
      assertThat(problem("select " + chance + " as r from source"))
          .hasMessageStartingWith("Cannot use t.sql: " + chance.substring(0, chance.indexOf('(')))
          .hasMessageEndingWith(
              " gives another result each time; the only clock is source._landed_at");
    }
  }

  @Test
  void refusesSubqueries() {
    refuses(
        "select (select max(n) from source) as n from source", "a subquery looks at other rows");
    refuses(
        "select n in (select n from source) as there from source",
        "a subquery looks at other rows");
    refuses(
        "select exists (select 1 from source) as there from source",
        "a subquery looks at other rows");
  }

  @Test
  void refusesOtherInput() {
    refuses("select 1 as n", "it must select from source and nothing else");
    refuses("select * from values (1) as t(n)", "it must select from source and nothing else");
    refuses("select id from range(5)", "it must select from source and nothing else");
  }

  @Test
  void saysWhatSparkSaysOfUnknownNames() {
    assertThat(problem("select nothing from source"))
        .hasMessageStartingWith("Cannot use t.sql: [UNRESOLVED_COLUMN.WITH_SUGGESTION]");
  }

  @Test
  void leavesNoViewBehind() {
    query("select * from source");

    assertThat(source.sparkSession().catalog().tableExists("source")).isFalse();
  }

  private RowWiseQuery query(String sql) {
    return RowWiseQuery.of(new SqlFile("t.sql", sql, ""), source, Set.of());
  }

  private Problem problem(String sql) {
    return catchThrowableOfType(Problem.class, () -> query(sql));
  }

  private void refuses(String sql, String why) {
    assertThat(problem(sql)).hasMessage("Cannot use t.sql: " + why);
  }

  private List<String> rows(RowWiseQuery query, boolean keepEmpty) {
    Dataset<Row> rows =
        query.over(input, keepEmpty, new QuickGuarding()).drop(QuickGuarding.FAILED);
    String[] names = rows.columns();
    return rows.collectAsList().stream()
        .map(
            row -> {
              StringBuilder shown = new StringBuilder();
              for (int i = 0; i < names.length; i++) {
                shown.append(i == 0 ? "" : " ").append(names[i]).append('=').append(row.get(i));
              }
              return shown.toString();
            })
        .toList();
  }
}
