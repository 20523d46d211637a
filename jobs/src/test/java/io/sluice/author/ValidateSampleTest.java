// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Authoring;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The rows on which validate tries incremental aggregations. */
@ExtendWith(SparkSessionExtension.class)
class ValidateSampleTest {
  private static final String REMEDY =
      "; write a generate.sql, or test cases with source rows, that give rows of at least 3 dates";

  @TempDir private Path root;
  private Authoring author;
  private PipelineFolder folder;

  @BeforeEach
  void shop() {
    author = new Authoring(root);
    folder =
        author
            .shop()
            .write(
                "aggregations/daily.sql",
                "-- materialized: incremental_by_date\n"
                    + "select sold_date, count(*) as sales from sales group by sold_date");
  }

  @Test
  void withoutRowsNothingIsProved() throws IOException {
    RunResult run = author.run("validate");

    assertThat(run.stdout())
        .containsExactly(
            "RUN 1 proof of shop",
            "ok   3 SQL files fit what they read",
            "skip daily: incremental_by_date is not proved: there are no rows to try it on"
                + REMEDY,
            "SUCCEEDED validate shop: 0 of 1 proof held, 1 not tried; 0.0 s");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.report().path("checks").get(0).path("severity").asText()).isEqualTo("warn");
  }

  @Test
  void sourceRowsOfTestCasesWillDo() throws IOException {
    given(
        "one",
        "source.csv",
        "id,price,sold_at\na,1,2026-01-05 10:00:00\nb,1,2026-01-06 10:00:00\n");
    given(
        "two",
        "source.json",
        """
        {"id": "c", "price": 2, "sold_at": "2026-01-06 11:00:00"}
        {"id": "d", "price": 0, "sold_at": "2026-01-09 11:00:00"}
        {"id": "e", "price": 2, "sold_at": "2026-01-08 11:00:00"}
        """);
    given("three", "sales.csv", "id\nx\n");

    assertThat(author.run("validate").stdout().get(2))
        .isEqualTo("ok   daily: incremental_by_date equals the full query on 4 rows over 3 dates");
  }

  @Test
  void tooFewDatesProveNothing() throws IOException {
    given(
        "one",
        "source.csv",
        "id,price,sold_at\na,1,2026-01-05 10:00:00\nb,0,2026-01-06 10:00:00\n");

    assertThat(author.run("validate").stdout().get(2))
        .isEqualTo(
            "skip daily: incremental_by_date is not proved: of the source rows of the test cases"
                + " come 1 row of too few dates, and records with these reasons against them:"
                + " price_is_positive: 1"
                + REMEDY);
  }

  @Test
  void generatedRowsThatBreakRulesProveNothing() throws IOException {
    folder.write(
        "generate.sql",
        "select id, -1 as price, :start as sold_at, 'somebody with a name' as buyer from ids");

    assertThat(author.run("validate").stdout().get(2))
        .isEqualTo(
            "skip daily: incremental_by_date is not proved: of generate.sql come 0 rows of too few"
                + " dates, and records with these reasons against them: buyer_is_short: 600,"
                + " price_is_positive: 600"
                + REMEDY);
  }

  private void given(String name, String file, String text) {
    folder.write("tests/%s/given/%s".formatted(name, file), text);
    folder.write("tests/%s/expected/sales.csv".formatted(name), "id\n");
  }
}
