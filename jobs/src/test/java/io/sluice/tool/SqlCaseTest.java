package io.sluice.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.util.List;
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
  void aPipelineMayHaveNoCases() {
    assertThat(cases()).isEmpty();
  }

  @Test
  void aCaseThatHoldsHasNoDifferences() {
    given("source", SOURCE);
    expected("sales", "sold_date,id,price\n2026-01-05,a,1.50\n");
    expected("quarantine", "price,codes\ncheap,price_type|quantity_type\n");
    given("sales", "sold_date,price\n2026-01-05,1\n2026-01-05,2.5\n");
    expected("daily", "sold_date,total\n2026-01-05,3.50\n");
    expected("free", "id\n");

    assertThat(differences()).isEmpty();
    assertThat(cases()).extracting(SqlCase::name).containsExactly("case");
    assertThat(spark.catalog().tableExists("sales")).isFalse();
  }

  @Test
  void showsWhichRowsDiffer() {
    given("sales", "id,price\na,0\nb,0\nb,0\nc,1\n,0\n");
    expected("free", "price,id\n0.00,a\n0.00,b\n1.00,c\n0.00,a very long one\n");

    assertThat(differences())
        .containsExactly(
            """
            expected/free.csv: 2 rows missing (-), 2 rows unexpected (+)
                price  id
              -  1.00   c
              -  0.00   a very long one
              +  0.00   b
              +  0.00   (empty)
            """
                .replace("    price  id", "     price  id"));
  }

  @Test
  void showsAFewOfManyRows() {
    given("sales", "id,price\n" + "x,0\n".repeat(23));
    expected("free", "id\n");

    assertThat(differences())
        .containsExactly(
            "expected/free.csv: 0 rows missing (-), 23 rows unexpected (+)\n     id\n"
                + "  +  x\n".repeat(20)
                + "  + … and 3 more\n");
  }

  @Test
  void refusesUnknownNames() {
    given("sails", "id\n");
    expected("free", "id\n");
    refuses(
        "Cannot run case case: given/sails.csv names nothing that the pipeline has; it can be one"
            + " of daily, sales, source");
  }

  @Test
  void refusesUnknownExpectations() {
    given("sales", "id\n");
    expected("generate", "id\n");
    refuses(
        "Cannot run case case: expected/generate.csv names nothing that the pipeline has; it can be"
            + " one of daily, free, quarantine, sales");
  }

  @Test
  void refusesUnknownColumns() {
    given("sales", "id,colour\na,red\n");
    expected("free", "id\n");
    refuses(
        "Cannot read case case: given/sales.csv: it has no column colour; its columns are id,"
            + " price, quantity, sold_date, source_file, record_hash, processed_timestamp");

    given("sales", "id\na\n");
    expected("free", "id,colour\n");
    refuses(
        "Cannot run case case: expected/free.csv has a column colour, but what comes out has id,"
            + " price");
  }

  @Test
  void refusesValuesThatDoNotFit() {
    expected("free", "id\n");
    given("sales", "id,price\na,1\nb,1.005\n");
    refuses("Cannot read case case: given/sales.csv: price is DECIMAL(10,2), and '1.005' is none");

    given("sales", "sold_date\n2026-02-30\n");
    refuses("Cannot read case case: given/sales.csv: sold_date is DATE, and '2026-02-30' is none");
  }

  @Test
  void refusesAnExpectationThatNothingLeadsTo() {
    given("daily", "total\n1\n");
    expected("free", "id\n");
    refuses("Cannot run case case: expected/free.csv comes of sales, and nothing of that is given");

    expected("sales", "id\n");
    refuses("Cannot run case case: expected/free.csv comes of sales, and nothing of that is given");
  }

  @Test
  void refusesASourceThatWouldNotBeRead() {
    expected("sales", "id\n");
    given("source", "id;price\n");
    refuses(
        "Cannot run case case: given/source.csv would not be read: header_mismatch: no column is"
            + " known in the first line 'id;price'; is the delimiter ','?");

    given("source", "");
    refuses("Cannot run case case: given/source.csv would not be read: it has no header");
  }

  @Test
  void refusesBrokenTables() {
    given("sales", "id\n");
    expected("free", "");
    refuses(
        "Cannot read case case: expected/free.csv: it is empty; write a header, even where no rows"
            + " are expected");

    expected("free", "id,price\na,1,2\n");
    refuses("Cannot read case case: expected/free.csv: row 1 has 3 values, the header 2 columns");

    expected("free", "id,id\n");
    refuses("Cannot read case case: expected/free.csv: its header needs names, each of them once");
  }

  @Test
  void refusesFilesOfAnotherKind() {
    folder.write("tests/case/given/sales.txt", "id\n");
    refuses("Cannot read case case: given/sales.txt is no CSV file; name it <relation>.csv");
  }

  @Test
  void refusesHalfACase() {
    given("sales", "id\n");
    refuses("Cannot read case case: it has no expected/<relation>.csv; write one");
  }

  private void given(String relation, String text) {
    folder.write("tests/case/given/%s.csv".formatted(relation), text);
  }

  private void expected(String relation, String text) {
    folder.write("tests/case/expected/%s.csv".formatted(relation), text);
  }

  private List<String> differences() {
    return cases().get(0).differences();
  }

  private List<SqlCase> cases() {
    return new SqlCases(spark, new Storage(new Configuration()), folder.load()).all();
  }

  private void refuses(String message) {
    Problem problem = catchThrowableOfType(Problem.class, this::differences);
    assertThat(problem).hasMessage(message);
    assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
  }
}
