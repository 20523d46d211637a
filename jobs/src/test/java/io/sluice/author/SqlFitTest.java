// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Authoring;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that validate finds without a row. */
@ExtendWith(SparkSessionExtension.class)
class SqlFitTest {
  @TempDir private Path root;
  private Authoring author;
  private PipelineFolder folder;

  @BeforeEach
  void shop() {
    author = new Authoring(root);
    folder = author.shop();
  }

  @Test
  void everyFileThatDoesNotFitIsNamed() throws IOException {
    folder
        .write("aggregations/daily.sql", "select sold_date, sum(prices) as total from sales\n")
        .write("aggregations/on_top.sql", "select nothing from daily\n")
        .write("quality/old.sql", "select id from sales where sold_on < '2000-01-01'\n")
        .write("quality/left_alone.sql", "select path from files where status = 'rejected'\n")
        .write("quality/refused.sql", "select pth from files\n")
        .write("generate.sql", "select id, price from ids\n");
    RunResult run = author.run("validate");

    List<String> failures = run.stdout().stream().filter(line -> line.startsWith("FAIL")).toList();
    assertThat(failures).hasSize(4);
    assertThat(failures.get(0))
        .startsWith("FAIL Cannot use aggregations/daily.sql: [UNRESOLVED_COLUMN.WITH_SUGGESTION]")
        .endsWith("; line 1 pos 22");
    assertThat(failures.get(1)).startsWith("FAIL Cannot use quality/old.sql: [UNRESOLVED_COLUMN");
    assertThat(failures.get(2)).startsWith("FAIL Cannot use quality/refused.sql: [UNRESOLVED_COL");
    assertThat(failures.get(3)).startsWith("FAIL Cannot use generate.sql: [UNRESOLVED_COLUMN");
    assertThat(run.outcome())
        .startsWith(
            "INVALID validate shop: Cannot pass shop: 4 mistakes; correct what is listed: | Cannot"
                + " use aggregations/daily.sql: [");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(author.hasData()).isFalse();
  }

  @Test
  void rulesAndTransformationsAreBothLookedAt() throws IOException {
    folder
        .write("rules.sql", "select prize > 0 as price_is_positive from source\n")
        .write(
            "transformations.sql", "select id, price, to_date(sold_on) as sold_date from source\n")
        .write("quality/not_looked_at.sql", "select nothing from sales\n");
    RunResult run = author.run("validate");

    assertThat(run.stdout()).hasSize(4);
    assertThat(run.stdout().get(1)).startsWith("FAIL Cannot use rules.sql: [UNRESOLVED_COLUMN");
    assertThat(run.stdout().get(2))
        .startsWith("FAIL Cannot use transformations.sql: [UNRESOLVED_COLUMN");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void whatIsGeneratedHasTheRequiredColumns() throws IOException {
    folder.write("generate.sql", "select id, 1 as quantity from ids\n");

    assertThat(author.run("validate").stdout())
        .contains(
            "FAIL Cannot use generate.sql: it does not select price, sold_at, which pipeline.yaml"
                + " requires of every file");
  }

  @Test
  void whatCanBeSeenWithoutSparkComesFirst() throws IOException {
    folder
        .write("quality/sales.sql", "select id from sails\n")
        .write("aggregations/daily.sql", "-- materialised: full\nselect sold_date from sales\n");
    RunResult run = author.run("validate");

    assertThat(run.stdout()).hasSize(1);
    assertThat(run.message())
        .startsWith("Cannot load pipeline 'shop': 2 mistakes in ")
        .contains("aggregations/daily.sql")
        .contains("quality/sales.sql, line 1, column 16: found the relation 'sails'");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(author.hasData()).isFalse();
  }
}
