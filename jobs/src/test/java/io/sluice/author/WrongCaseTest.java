// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Cases that can't be run: what is wrong with them, and where. */
@ExtendWith(SparkSessionExtension.class)
class WrongCaseTest {
  @TempDir private Path root;
  private final SparkSession spark;
  private PipelineFolder folder;

  WrongCaseTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void shop() {
    folder =
        new PipelineFolder(root)
            .write(
                "aggregations/daily.sql",
                "select sold_date, sum(price) as total from sales group by sold_date\n")
            .write("quality/free.sql", "select id, price from sales where price = 0\n");
  }

  @Test
  void aRelationThatCanNotBeGiven() {
    given("salse.csv", "id\n");
    expected("free.csv", "id\n");
    refuses(
        "Cannot use tests/case/given/salse.csv: a case can't give salse; it can give sales, daily,"
            + " files, source, decisions, quarantine, restatements");
  }

  @Test
  void sqlThatFailsForAGivenRow() {
    folder.write(
        "aggregations/daily.sql",
        "select sold_date, sum(1 / price) as total from sales group by 1\n");
    given("sales.csv", "id,price,sold_date\na,2.00,2026-01-05\nb,0.00,2026-01-05\n");
    expected("daily.csv", "sold_date,total\n");
    refuses(
        "Cannot use aggregations/daily.sql: aggregations/daily.sql:1:23: 1 / price fails at 1 /"
            + " price: [DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor"
            + " being 0 and return NULL instead; it fails for the row id = 'b', price = '0.00',"
            + " quantity = null, sold_date = '2026-01-05', source_file = null, record_hash = null,"
            + " processed_timestamp = null; correct the SQL, or write try_… where null is meant");
  }

  @Test
  void aRelationThatNothingMakes() {
    given("sales.csv", "id\n");
    expected("generate.csv", "id\n");
    refuses(
        "Cannot use tests/case/expected/generate.csv: nothing makes generate; what is made is"
            + " free, quarantine, sales, daily");
  }

  @Test
  void aColumnThatIsNotThere() {
    given("sales.csv", "id,prices\na,1\n");
    expected("free.csv", "id\n");
    refuses(
        "Cannot use tests/case/given/sales.csv, line 1: sales has no column 'prices'; its columns"
            + " are price, id, quantity, record_hash, sold_date, source_file, processed_timestamp");

    given("sales.csv", "id\na\n");
    expected("free.csv", "\n\nid,colour\n");
    refuses(
        "Cannot use tests/case/expected/free.csv, line 3: free has no column 'colour'; its columns"
            + " are id, price");
  }

  @Test
  void aColumnOfAnObjectThatIsNotThere() {
    given("source.json", "{\"id\": 1}\n{\"id\": 2, \"prize\": 1}\n");
    expected("sales.csv", "id\n");
    refuses(
        "Cannot use tests/case/given/source.json, line 2: source has no column 'prize'; its columns"
            + " are price, id, buyer, quantity, sold_at");
  }

  @Test
  void aValueThatDoesNotFit() {
    expected("free.csv", "id\n");
    given("sales.csv", "id,price\na,1\n\nb,1.005\n");
    refuses(
        "Cannot use tests/case/given/sales.csv, line 4: price is DECIMAL(10,2), and '1.005' is"
            + " none");

    given("sales.csv", "sold_date\n2026-02-30\n");
    refuses(
        "Cannot use tests/case/given/sales.csv, line 2: sold_date is DATE, and '2026-02-30' is"
            + " none");

    given("sales.csv", "id\na\n");
    expected("free.csv", "id,price\na,cheap\n");
    refuses(
        "Cannot use tests/case/expected/free.csv, line 2: price is DECIMAL(10,2), and 'cheap' is"
            + " none");
  }

  @Test
  void aValueWithPartsThatDoesNotFit() {
    folder.write("quality/read.sql", "select path from files where size(dates) > 1\n");
    expected("read.csv", "path\n");
    for (String wrong :
        new String[] {
          "[{\"event_date\": \"monday\"}]",
          "[{\"written\": \"7.5\"}]",
          "[{\"date\": \"2026-01-05\"}]",
          "{\"written\": 7}",
          "\"7\""
        }) {
      given("files.json", "{\"path\": \"a\"}\n{\"dates\": %s}\n".formatted(wrong));
      assertThat(problem())
          .hasMessageStartingWith(
              "Cannot use tests/case/given/files.json, line 2: dates is ARRAY<STRUCT<event_date:");
    }
  }

  @Test
  void anExpectationThatNothingLeadsTo() {
    given("daily.csv", "total\n1\n");
    expected("free.csv", "id\n");
    refuses(
        "Cannot use tests/case/expected/free.csv: it comes of sales, and nothing of that is given");

    expected("sales.csv", "id\n");
    folder.write("quality/free.sql", "select id from sales where price = 0\n");
    given("sales.csv", "id\n");
    refuses(
        "Cannot use tests/case/expected/sales.csv: it comes of source, and nothing of that is"
            + " given");
  }

  @Test
  void aSourceThatWouldNotBeRead() {
    expected("sales.csv", "id\n");
    given("source.csv", "id;price\n");
    refuses(
        "Cannot use tests/case/given/source.csv: it would not be read: header_mismatch: no column"
            + " is known in the first line 'id;price'; is the delimiter ','?");

    given("source.csv", "");
    refuses(
        "Cannot use tests/case/given/source.csv: it is empty; write a header, even where there are"
            + " no rows below it");
  }

  @Test
  void anEmptyFile() {
    expected("free.csv", "id\n");
    given("sales.csv", "");
    refuses(
        "Cannot use tests/case/given/sales.csv: it is empty; write a header, even where there are"
            + " no rows below it");
  }

  @Test
  void aFileOfAnotherKind() {
    given("sales.txt", "id\n");
    refuses(
        "Cannot use tests/case/given/sales.txt: it is neither <relation>.csv nor <relation>.json;"
            + " rename it");
  }

  @Test
  void aRelationThatIsGivenTwice() {
    given("sales.csv", "id\n");
    given("sales.json", "[]");
    refuses(
        "Cannot use tests/case/given/sales.json: tests/case/given/sales.csv is there too; keep one"
            + " of them");
  }

  @Test
  void halfACase() {
    given("sales.csv", "id\n");
    refuses(
        "Cannot use tests/case/expected: it has no <relation>.csv or <relation>.json; write at"
            + " least one");
  }

  private void given(String file, String text) {
    folder.write("tests/case/given/" + file, text);
  }

  private void expected(String file, String text) {
    folder.write("tests/case/expected/" + file, text);
  }

  private Map<String, CaseDifference> differences() {
    SqlCases cases = new SqlCases(new Storage(new Configuration()), folder.load());
    return cases.open(spark, cases.names()).get(0).differences();
  }

  private Problem problem() {
    return catchThrowableOfType(Problem.class, this::differences);
  }

  private void refuses(String message) {
    Problem problem = problem();
    assertThat(problem).hasMessage(message);
    assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
  }
}
