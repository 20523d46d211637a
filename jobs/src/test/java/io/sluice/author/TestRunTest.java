// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.Authoring;
import io.sluice.testing.Folders;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command test: what it prints and reports, and how it ends. */
@ExtendWith(SparkSessionExtension.class)
class TestRunTest {
  @TempDir private Path root;
  private Authoring author;
  private PipelineFolder folder;

  @BeforeEach
  void shop() {
    author = new Authoring(root);
    folder =
        author
            .shop()
            .write("quality/free.sql", "select id, price, quantity from sales where price = 0\n");
    write("good_rows_are_kept", "given/source.csv", "id,price,sold_at\na,1,2026-01-05 10:00:00\n");
    write("good_rows_are_kept", "expected/sales.csv", "id,price\na,1.00\n");
    write("gifts_are_found", "given/sales.csv", "id,price,quantity\na,0,1\nb,1,1\n");
    write("gifts_are_found", "expected/free.csv", "id,price,quantity\na,0,1\n");
  }

  @Test
  void casesThatHold() throws IOException {
    RunResult run = author.run("test");

    assertThat(run.stdout())
        .containsExactly(
            "RUN 2 cases of shop",
            "ok   gifts_are_found",
            "ok   good_rows_are_kept",
            "SUCCEEDED test shop: 2 of 2 cases held; 0.0 s");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.report().findValuesAsText("name"))
        .containsExactly("gifts_are_found", "good_rows_are_kept");
    assertThat(author.hasData()).isFalse();
  }

  @Test
  void whatHeldIsRunAgainWhereSomethingHasChanged() throws IOException {
    author.remember();
    author.run("test");

    assertThat(author.run("test").stdout().get(0))
        .isEqualTo(
            "RUN 2 cases of shop; of 2 nothing has changed since they held (--again runs them too)");
    assertThat(author.run("test", "--again").stdout().get(0)).isEqualTo("RUN 2 cases of shop");
    folder.write("quality/free.sql", "select id, price, quantity from sales where price = 1\n");
    RunResult run = author.run("test");
    assertThat(run.stdout().get(0))
        .isEqualTo(
            "RUN 2 cases of shop; of 1 nothing has changed since they held (--again runs them too)");
    assertThat(run.stdout()).contains("ok   good_rows_are_kept", "FAIL gifts_are_found");
    assertThat(author.run("test").stdout()).contains("FAIL gifts_are_found");
    write("good_rows_are_kept", "expected/sales.csv", "id,price\na,2.00\n");
    assertThat(author.run("test").stdout())
        .contains("FAIL good_rows_are_kept", "FAIL gifts_are_found");
    folder.write("quality/free.sql", "select id, price, quantity from sales where price = 0\n");
    write("good_rows_are_kept", "expected/sales.csv", "id,price\na,1.00\n");
    assertThat(author.run("test").stdout().get(0)).contains("of 2 nothing has changed");
  }

  @Test
  void whatIsGivenNoSourceDependsOnTheTablesColumnsAlone() throws IOException {
    author.remember();
    author.run("test");
    Path transformations = root.resolve("sql/shop/transformations.sql");
    String sql = Files.readString(transformations);

    folder.write("transformations.sql", "-- a remark\n" + sql);
    assertThat(author.run("test").stdout().get(0)).contains("of 2 nothing has changed");
    folder.write("transformations.sql", sql.replace("quantity, 1)", "quantity, 0 + 1)"));
    assertThat(author.run("test").stdout())
        .containsExactly(
            "RUN 2 cases of shop",
            "ok   gifts_are_found (held before, and depends on nothing that has changed)",
            "ok   good_rows_are_kept",
            "SUCCEEDED test shop: 2 of 2 cases held; 0.0 s");
    folder.write("transformations.sql", sql.replaceFirst("(?i)select", "select 1 as one,"));
    assertThat(author.run("test").stdout()).contains("ok   gifts_are_found");
    assertThat(author.run("test", "--again").stdout()).contains("ok   gifts_are_found");
  }

  @Test
  void whatCameOutIsExpectedFromNowOn() throws IOException {
    write("gifts_are_found", "expected/free.csv", "id,price,quantity\nx,0,5\na,0,2\nc,0.5,3\n");
    RunResult run = author.run("test", "--update");

    assertThat(run.stdout())
        .contains("NEW  gifts_are_found", "ok   good_rows_are_kept")
        .last()
        .asString()
        .startsWith("SUCCEEDED test shop");
    assertThat(run.stdout()).anyMatch(line -> line.matches(" *\\*  quantity +2 +1"));
    assertThat(root.resolve("sql/shop/tests/gifts_are_found/expected/free.csv"))
        .hasContent("id,price,quantity\na,0.00,1\n");
    assertThat(author.run("test").stdout()).contains("ok   gifts_are_found");
  }

  @Test
  void whatCameOutIsExpectedInJsonToo() throws IOException {
    folder.write("quality/free.sql", "select id, price, array(quantity) as q from sales");
    write("gifts_are_found", "given/sales.csv", "id,price,quantity\na,0,1\nb,1,1\nc,2,3\nd,4,4\n");
    Files.delete(root.resolve("sql/shop/tests/gifts_are_found/expected/free.csv"));
    write(
        "gifts_are_found",
        "expected/free.json",
        """
        [ {"id": "a", "price": 0.0, "q":[1]}, {"id": "x", "price": 3, "q": [3]},
          {
            "price": 1,
            "id": "b",
            "q": [2]
          },
          {"id": "c", "q": [3], "price": 2.50}
        ]
        """);
    RunResult run = author.run("test", "--update");

    assertThat(run.stdout())
        .contains("NEW  gifts_are_found")
        .anyMatch(line -> line.contains("[2]"));
    assertThat(root.resolve("sql/shop/tests/gifts_are_found/expected/free.json"))
        .hasContent(
            """
            [
              {"id": "a", "price": 0.0, "q":[1]},
              {
                "price": 1,
                "id": "b",
                "q": [1]
              },
              {"id": "c", "q": [3], "price": 2.00},
              {"id": "d", "price": 4.00, "q": [4]}
            ]
            """);
    assertThat(author.run("test").stdout()).contains("ok   gifts_are_found");
    write("gifts_are_found", "expected/free.json", "[]");
    author.run("test", "--update");
    assertThat(author.run("test").stdout()).contains("ok   gifts_are_found");
    write("gifts_are_found", "expected/free.json", "{\"id\": \"a\"}\n{\"id\": \"b\"}\n");
    author.run("test", "--update");
    assertThat(root.resolve("sql/shop/tests/gifts_are_found/expected/free.json"))
        .hasContent("{\"id\": \"a\"}\n{\"id\": \"b\"}\n{\"id\": \"c\"}\n{\"id\": \"d\"}\n");
  }

  @Test
  void aCaseThatFails() throws IOException {
    write("gifts_are_found", "expected/free.csv", "id,price,quantity\na,0,2\nc,0.5,3\n");
    RunResult run = author.run("test");

    assertThat(run.stdout())
        .containsExactly(
            "RUN 2 cases of shop",
            "FAIL gifts_are_found",
            "  expected/free.csv: 1 row differs (~), 1 row missing (-)",
            "    ~  line 2    expected  found",
            "       id        a         a",
            "       price     0.00      0.00",
            "    *  quantity  2         1",
            "       id  price  quantity",
            "    -  c   0.50   3",
            "ok   good_rows_are_kept",
            "GATE FAILED test shop: Cannot pass shop: 1 of 2 cases held, and not gifts_are_found;"
                + " next: correct the SQL or the case, then ./sluice test --pipeline shop --case"
                + " gifts_are_found");
    assertThat(run.exitCode()).isEqualTo(3);
    JsonNode check = run.report().path("checks").get(0);
    assertThat(check.path("violations").asInt()).isEqualTo(2);
    assertThat(check.path("sample").get(0).path("difference").asText())
        .startsWith("expected/free.csv: 1 row differs (~), 1 row missing (-)\n  ~  line 2  ");
    assertThat(author.hasData()).isFalse();
  }

  @Test
  void aCaseThatIsWrong() throws IOException {
    write("gifts_are_found", "given/sales.csv", "id,price\na,free\n");
    write("good_rows_are_kept", "expected/sales.csv", "id\nb\n");
    RunResult run = author.run("test");

    assertThat(run.stdout())
        .containsExactly(
            "RUN 2 cases of shop",
            "FAIL gifts_are_found",
            "  Cannot use tests/gifts_are_found/given/sales.csv, line 2: price is DECIMAL(10,2), and"
                + " 'free' is none",
            "FAIL good_rows_are_kept",
            "  expected/sales.csv: 1 row missing (-), 1 row unexpected (+)",
            "       id",
            "    -  b",
            "    +  a",
            "INVALID test shop: Cannot pass shop: 0 of 2 cases held, and not gifts_are_found,"
                + " good_rows_are_kept (can't be run: gifts_are_found); next: correct the SQL or the"
                + " case, then ./sluice test --pipeline shop --case gifts_are_found"
                + " good_rows_are_kept");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void sqlThatFailsOnItsRows() throws IOException {
    folder.write(
        "quality/free.sql",
        "select id, price, if(price = 0, raise_error('no gifts'), quantity) as quantity from sales");
    RunResult run = author.run("test", "--case", "gifts_are_found");

    assertThat(run.stdout()).startsWith("RUN 1 case of shop", "FAIL gifts_are_found");
    assertThat(run.stdout().get(2))
        .startsWith("  Cannot use quality/free.sql: quality/free.sql:1:19: quantity fails")
        .contains(": no gifts; it fails for the row ")
        .endsWith("; correct the SQL, or write try_… where null is meant");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void onlySomeCases() throws IOException {
    write("a_third", "given/sales.csv", "id\n");
    write("a_third", "expected/free.csv", "id\n");
    RunResult run = author.run("test", "--case", "good_rows_are_kept", "a_third");

    assertThat(run.stdout())
        .containsExactly(
            "RUN 2 cases of shop",
            "ok   a_third",
            "ok   good_rows_are_kept",
            "SUCCEEDED test shop: 2 of 2 cases held; 0.0 s");
  }

  @Test
  void casesThatAreNotThere() throws IOException {
    RunResult run =
        author.run("test", "--case", "good_row_is_kept", "--case", "gifts_are_found", "x");

    assertThat(run.stdout())
        .containsExactly(
            "INVALID test shop: Cannot run case 'good_row_is_kept': shop has no such case; it has"
                + " good_rows_are_kept, gifts_are_found | Cannot run case 'x': shop has no such"
                + " case; it has gifts_are_found, good_rows_are_kept");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(author.hasData()).isFalse();
  }

  @Test
  void sqlThatDoesNotFit() throws IOException {
    folder.write("aggregations/daily.sql", "select days from sales\n");
    folder.write("aggregations/shops.sql", "select shop from sales\n");
    RunResult run = author.run("test");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.message())
        .contains("Cannot use aggregations/daily.sql: [UNRESOLVED_COLUMN")
        .contains("Cannot use aggregations/shops.sql: [UNRESOLVED_COLUMN");
  }

  @Test
  void aPipelineWithoutCases() throws IOException {
    Folders.delete(root.resolve("sql/shop/tests"));
    RunResult run = author.run("test");

    String tests = root.resolve("sql/shop/tests").toString();
    assertThat(run.stdout())
        .containsExactly(
            "NO-OP shop has no test cases",
            "A case is a folder, named after what it shows. The first one could have these files:",
            "  " + tests + "/good_rows_are_kept/given/source.csv",
            "    rows as they land, under the header",
            "    id,price,quantity,sold_at,buyer",
            "  " + tests + "/good_rows_are_kept/expected/sales.csv",
            "    what should come of them: a header with the columns that matter, such as",
            "    id,sold_date",
            "Then ./sluice test --pipeline shop runs it; docs/pipelines.md says what else a case can"
                + " do.",
            "NOTHING TO DO test shop: shop has no test cases; 0.0 s");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(author.hasData()).isFalse();

    assertThat(author.run("test", "--case", "x").outcome())
        .isEqualTo("INVALID test shop: Cannot run case 'x': shop has no cases");
  }

  private void write(String name, String file, String text) {
    folder.write("tests/%s/%s".formatted(name, file), text);
  }
}
