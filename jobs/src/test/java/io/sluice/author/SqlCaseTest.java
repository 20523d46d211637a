// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.storage.Storage;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class SqlCaseTest {
  private static final String SOURCE =
      """
      id,price,quantity,sold_at,buyer
      a,1.50,,2026-01-05 10:00:00,
      b,cheap,many,2026-01-06 10:00:00,me
      """;

  @TempDir private Path root;
  private final SparkSession spark;
  private PipelineFolder folder;

  SqlCaseTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void shop() {
    folder =
        new PipelineFolder(root)
            .write(
                "aggregations/daily.sql",
                "-- materialized: full\n"
                    + "select sold_date, sum(price) as total from sales group by sold_date\n")
            .write("quality/free.sql", "select id, price from sales where price = 0\n");
  }

  @Test
  void aCaseThatHoldsHasNoDifferences() {
    given("source", SOURCE);
    expected("sales", "sold_date,id,price\n2026-01-05,a,1.50\n");
    expected("quarantine", "price,codes\ncheap,price_type|quantity_type\n");
    holds();

    given("sales", "sold_date,price\n2026-01-05,1\n2026-01-05,2.5\n");
    folder.write("tests/case/expected/sales.csv", "id\na\n");
    expected("daily", "sold_date,total\n2026-01-05,5\n");
    expected("free", "id\n");
    holds();
    assertThat(spark.catalog().tableExists("sales")).isFalse();
  }

  @Test
  void aggregationsAndChecksCanComeOfTheSource() {
    folder.write("aggregations/best.sql", "select max(total) as best from daily\n");
    folder.write(
        "quality/few.sql", "-- stage: batch\nselect count(*) as n from sales having n < 9\n");
    given(
        "source",
        """
        id,price,quantity,sold_at,buyer
        a,1.50,,2026-01-05 10:00:00,
        a,1.50,,2026-01-05 10:00:00,
        b,2,,2026-01-05 11:00:00,
        c,4,,2026-01-06 10:00:00,
        d,cheap,,2026-01-06 10:00:00,
        """);
    expected("daily", "sold_date,total\n2026-01-05,3.5\n2026-01-06,4\n");
    expected("best", "best\n4\n");
    expected("free", "id,price\n");
    expected("few", "n\n3\n");
    holds();

    given("sales", "id,sold_date,price\nz,2026-01-07,9\na,2026-01-05,1.5\n");
    expected("daily", "sold_date,total\n2026-01-05,3.5\n2026-01-06,4\n2026-01-07,9\n");
    expected("best", "best\n9\n");
    expected("few", "n\n2\n");
    holds();
  }

  @Test
  void whatIsReadIsMadeOfWhatIsGiven() {
    folder.write("aggregations/best.sql", "select max(total) as best from daily\n");
    folder.write(
        "quality/odd_days.sql",
        "select daily.* from daily, best where total = best and total > 100\n");
    given("sales", "sold_date,price\n2026-01-05,60\n2026-01-05,50\n2026-01-06,1\n");
    expected("best", "best\n110\n");
    expected("odd_days", "sold_date,total\n2026-01-05,110\n");
    holds();

    given("daily", "sold_date,total\n2026-01-07,7\n");
    expected("best", "best\n7\n");
    expected("odd_days", "sold_date\n");
    holds();
  }

  @Test
  void showsWhichRowsDiffer() {
    given("sales", "id,price\na,0\nb,0\nb,0\nc,1\n,0\n");
    expected("free", "price,id\n0.00,a\n0.00,b\n1.00,c\n0.00,a very long one\n");

    assertThat(differences())
        .isEqualTo(
            """
            expected/free.csv: 2 rows missing (-), 2 rows unexpected (+)
                price  id
              -  1.00   c
              -  0.00   a very long one
              +  0.00   b
              +  0.00   (null)
            """
                .replace("    price  id", "     price  id"));
  }

  @Test
  void anEmptyTextIsNotNull() {
    given("sales", "id,price\n,0\n\"\",0\n");
    expected("free", "price,id\n0,\n0,\"\"\n");
    holds();

    expected("free", "price,id\n0,\"\"\n0,\"\"\n");
    assertThat(differences())
        .isEqualTo(
            """
            expected/free.csv: 1 row missing (-), 1 row unexpected (+)
                 price  id
              -  0.00   (empty)
              +  0.00   (null)
            """);
  }

  @Test
  void whatIsGivenAsJsonMayHoldValuesWithParts() {
    folder.write(
        "quality/odd.sql",
        "select id, reasons, event_date from quarantine where reasons[0].code = 'odd'\n");
    folder.write(
        "tests/case/given/quarantine.json",
        """
        [
          {"id": 1, "reasons": [{"code": "odd", "message": "é"}, {"code": "x"}]},
          {"id": 2, "reasons": [{"code": "even"}], "event_date": "2026-01-05"}
        ]
        """);
    folder.write(
        "tests/case/expected/odd.json",
        """
        {"id": "1", "reasons": [{"message": "é", "code": "odd"}, {"code": "x", "column": null}]}
        """);
    holds();

    folder.write("tests/case/expected/odd.json", "[]");
    assertThat(differences())
        .isEqualTo(
            """
            expected/odd.json: 1 row unexpected (+)
                 id  reasons                                      event_date
              +  1   [{"code":"odd","message":"é"},{"code":"x"}]  (null)
            """);
  }

  @Test
  void checksCanLookAtWhatTheEngineKeeps() {
    folder.write(
        "quality/unsettled.sql",
        """
        select files.path, files.dates[0].written as written
        from files
        left anti join decisions on files.path = decisions.path
        """);
    given(
        "files",
        "path,status,dates\nx.csv,rejected,\n"
            + "y.csv,rejected,\"[{\"\"event_date\"\": \"\"2026-01-05\"\", \"\"written\"\": 7}]\"\n");
    given("decisions", "path,decision\nx.csv,reject\n");
    expected("unsettled", "path,written\ny.csv,7\n");
    holds();
  }

  @Test
  void aSourceMayBeJson() {
    folder.write(
        "tests/case/given/source.json",
        """
        {"id": "a", "price": 1.50, "sold_at": "2026-01-05 10:00:00"}
        {"id": "b", "price": "cheap", "sold_at": "2026-01-05 10:00:00", "quantity": ""}
        {"id": "c", "sold_at": "2026-01-05 10:00:00"}
        """);
    expected("sales", "id,price,source_file\na,1.50,source.json\n");
    expected("quarantine", "id,codes\nb,price_type\nc,price_missing\n");
    holds();
  }

  @Test
  void ofRowsWithOneKeyTheFirstStays() {
    given(
        "source",
        """
        id,price,quantity,sold_at,buyer
        a,1.50,1,2026-01-05 10:00:00,
        a,1.50,1,2026-01-05 10:00:00,
        a,1.50,1,2026-01-06 10:00:00,
        b,1,1,2026-01-05 10:00:00,
        b,2,1,2026-01-05 10:00:00,
        c,1,1,2026-01-05 10:00:00,
        """);
    expected("sales", "id,sold_date\na,2026-01-05\na,2026-01-06\nb,2026-01-05\nc,2026-01-05\n");
    expected("quarantine", "id,codes\nb,conflicting_duplicate\n");
    holds();

    given("sales", "id,sold_date\na,2026-01-06\nc,2026-01-05\n");
    expected("sales", "id,sold_date\na,2026-01-05\nb,2026-01-05\n");
    expected(
        "quarantine",
        "id,codes\na,conflicting_duplicate\nb,conflicting_duplicate\nc,conflicting_duplicate\n");
    holds();
  }

  private void given(String relation, String text) {
    folder.write("tests/case/given/%s.csv".formatted(relation), text);
  }

  private void expected(String relation, String text) {
    folder.write("tests/case/expected/%s.csv".formatted(relation), text);
  }

  private String differences() {
    SqlCases cases = new SqlCases(new Storage(new Configuration()), folder.load());
    StringBuilder text = new StringBuilder();
    cases
        .open(spark, cases.names())
        .get(0)
        .differences()
        .forEach(
            (file, difference) ->
                DifferenceText.of(file, difference.rows())
                    .forEach(line -> text.append(line).append('\n')));
    return text.toString();
  }

  private void holds() {
    assertThat(differences()).isEmpty();
  }
}
