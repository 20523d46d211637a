// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacrosTest {
  @TempDir private Path root;
  private TestFolder folder;

  @BeforeEach
  void writeFolder() {
    folder = new TestFolder(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create macro double(x) as x * 2;                | select double(price) as p from sales                 | select price * 2 as p from sales
          create macro twice(x) as x * 2;                 | select twice(price + 1) as p from sales              | select (price + 1) * 2 as p from sales
          create macro twice(x) as x * 2;                 | select twice(twice(price)) as p from sales           | select price * 2 * 2 as p from sales
          create macro twice(x) as x + price;             | select TWICE(id) as p from sales                     | select id + price as p from sales
          create macro both() as select 1 as a, 2 as b    | select id, both(), price from sales                  | select id, 1 as a, 2 as b, price from sales
          create macro both(x) as select x as a, -x as b; | with w as (select both(price) from sales) select * from w | with w as (select price as a, -price as b from sales) select * from w
          create macro sums() as select sum(price) as s;  | select id, sums() from sales group by id             | select id, sum(price) as s from sales group by id
          create macro day(x) as to_date(x);              | select 1 as one from sales group by day(sold_at)     | select 1 as one from sales group by to_date(sold_at)
          create macro big(x) as x > 9;                   | select id from sales where exists (select 1 as a from sales where big(price)) | select id from sales where exists (select 1 as a from sales where price > 9)
          create macro first_of(x) as x.amount;           | select first_of(items[0]) as a from sales            | select items[0].amount as a from sales
          create macro above(x, y) as filter(x, z -> z > y); | select above(items, price) as a from sales        | select filter(items, z -> z > price) as a from sales
          create macro own(z) as transform(items, z -> z); | select own(price) as a from sales                   | select transform(items, z -> z) as a from sales
          create macro twice(x) as x * 2;                 | select transform(items, i -> twice(i)) as a from sales | select transform(items, i -> i * 2) as a from sales
          create macro rank_by(x) as row_number() over (partition by x order by id); | select rank_by(price) as r from sales | select row_number() over (partition by price order by id) as r from sales
          """)
  void expandsWhereItIsCalled(String macros, String written, String expected) {
    folder.write("macros.sql", macros).write("aggregations/a.sql", written);

    SqlFile sql = folder.load().aggregations().get(0).sql();
    String plan = normal(new SqlFile("a.sql", expected, "").plan());

    assertThat(normal(sql.plan())).isEqualTo(plan);
    assertThat(normal(new SqlFile("a.sql", sql.expanded(), "").plan()))
        .as("what is shown: %s", sql.expanded())
        .isEqualTo(plan);
  }

  /**
   * Columns get new ids by each parsing. Within a lambda Spark takes a column for a variable until
   * it finds none.
   */
  private static String normal(LogicalPlan plan) {
    return plan.toString().replaceAll("#\\d+", "").replace("lambda 'price", "'price");
  }

  @Test
  void everyCallHasColumnsOfItsOwn() {
    folder
        .write("macros.sql", "create macro n() as select count(*) as n;")
        .write(
            "aggregations/a.sql",
            "select n() from sales union all select n() from sales group by id");

    String plan = folder.load().aggregations().get(0).sql().plan().toString();

    assertThat(
            Pattern.compile("AS (n#\\d+)").matcher(plan).results().map(r -> r.group(1)).distinct())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create function f(x) as x;             | line 1, column 8: found 'function'; allowed: create macro <name>(<parameter>, …) as …
          create macro F(x) as x;                | line 1, column 14: found 'F'; allowed: create macro <name>(<parameter>, …) as …
          create macro f(x, x) as x;             | line 1, column 19: found 'x'; allowed: create macro <name>(<parameter>, …) as …
          create macro f(x                       | line 1, column 17: found the end; allowed: create macro <name>(<parameter>, …) as …
          create macro f(x) as x +;              | line 1, column 26: Syntax error at or near end of input; allowed: …
          create macro f(x) as (select 1);       | line 1, column 22: found a subquery; allowed: expressions over one row or one group (f)
          create macro f() as select a from b;   | line 1, column 14: found more than columns in the macro 'f'; allowed: select <expression> as <column>, … without from
          create macro f(x) as x + 1 create macro g() as 1 | line 1, column 28: found another macro before the end of the one above; allowed: ; between them
          create macro f(x) as x; /* create macro g() as 1; | line 1, column 25: found a comment without an end; allowed: /* … */
          create macro f(x) as x; create macro f() as 1 | line 1, column 38: found the macro 'f' twice; allowed: every name once
          create macro f(x) as g(x); create macro g(x) as f(x) | line 1, column 14: found a cycle: f calls g calls f; allowed: macros that don't lead back to themselves
          """)
  void refusesWhatIsNoMacro(String macros, String finding) {
    folder.write("macros.sql", macros);

    assertThat(folder.findings())
        .singleElement()
        .asString()
        .matches("\\Qmacros.sql, " + finding.replace("…", "\\E.*\\Q") + "\\E");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select f() as a from sales           | aggregations/a.sql, line 1, column 8: found f with 0 arguments; allowed: f(x)
          select f(1, 2) as a from sales       | aggregations/a.sql, line 1, column 8: found f with 2 arguments; allowed: f(x)
          select f(distinct price) as a from sales | aggregations/a.sql, line 1, column 8: found the macro f with distinct, filter or nulls; allowed: f(x)
          select f(y => 1) as a from sales     | aggregations/a.sql, line 1, column 8: found arguments of the macro f by their names; allowed: by their order, f(x)
          select s.f(1) as a from sales s      | aggregations/a.sql, line 1, column 8: found the macro f behind a dot; allowed: f(x)
          select s.two() from sales s          | aggregations/a.sql, line 1, column 8: found the macro two behind a dot; allowed: two()
          select a from sales lateral view f(items) t as a | aggregations/a.sql, line 1, column 21: found the macro f in the place of rows; allowed: a function that gives rows, such as explode, which may take f(x)
          select a from f(1) t(a)              | aggregations/a.sql, line 1, column 15: found the macro f in the place of rows; allowed: a function that gives rows, such as explode, which may take f(x)
          select 1 + two() as a from sales     | aggregations/a.sql, line 1, column 12: found the columns of two in an expression; allowed: two() as an item of a select list
          select two() as a from sales         | aggregations/a.sql, line 1, column 8: found the columns of two in an expression; allowed: two() as an item of a select list
          select two(), 3 as one from sales    | aggregations/a.sql, line 1, column 15: found the column 'one' twice; allowed: every name once, whether in upper or lower case
          select f(price) from sales           | macros.sql, line 1, column 22: found x * 2 without a name; allowed: a name for every column, such as x * 2 as total (f in aggregations/a.sql:1:8)
          select transform(items, z -> deep(z)) as a from sales | aggregations/a.sql, line 1, column 35: found the variable z of a lambda, and deep has one of that name itself; allowed: another name
          """)
  void refusesCallsThatDoNotFit(String sql, String finding) {
    folder
        .write(
            "macros.sql",
            """
            create macro f(x) as x * 2;
            create macro two() as select 1 as one, 2 as two;
            create macro deep(x) as transform(items, z -> z + x);
            """)
        .write("aggregations/a.sql", sql);

    assertThat(folder.findings()).containsExactly(finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create macro f(x) as x +;                           | macros.sql, line 1, column 26: Syntax error
          create macro f() as select distinct 1 as a;         | macros.sql, line 1, column 14: found more than columns
          create macro f() as g(); create macro g() as f();   | macros.sql, line 1, column 14: found a cycle
          create macro f as 1;                                | macros.sql, line 1, column 16: found 'as'
          """)
  void isTheOnlyFindingWhereItCannotBeUsed(String macros, String finding) {
    folder
        .write("macros.sql", macros)
        .write("aggregations/a.sql", "select f() as a from sales")
        .write("aggregations/b.sql", "select f() from sales");

    assertThat(folder.findings()).singleElement().asString().startsWith(finding);
  }

  @Test
  void theHashCoversTheMacrosThatAFileCalls() {
    String plain = folder.load().sqlHash();
    folder.write("macros.sql", "create macro f(x) as g(x); create macro g(x) as x > 0;");
    assertThat(folder.load().sqlHash()).isEqualTo(plain);
    folder.write("rules.sql", "select f(price) as price_is_positive from source");
    String before = folder.load().sqlHash();

    folder.write(
        "macros.sql", "-- other words\ncreate macro f(x) as g(x);\ncreate macro g(x) as x > 0;");
    assertThat(folder.load().sqlHash()).isEqualTo(before);
    folder.write("macros.sql", "create macro f(x) as g(x); create macro g(x) as x > 1;");
    assertThat(folder.load().sqlHash()).isNotEqualTo(before);
  }

  @Test
  void onlyFilesThatCallAMacroChangeWithIt() {
    folder
        .write("macros.sql", "create macro f(x) as x > 0;")
        .write("aggregations/a.sql", "select count_if(f(price)) as n from sales")
        .write("aggregations/b.sql", "select count(*) as n from sales");
    List<String> before = meanings();

    folder.write("macros.sql", "create macro f(x) as x > 1;");

    assertThat(meanings().get(0)).isNotEqualTo(before.get(0));
    assertThat(meanings().get(1)).isEqualTo(before.get(1));
  }

  private List<String> meanings() {
    return folder.load().aggregations().stream().map(each -> each.sql().meaning()).toList();
  }
}
