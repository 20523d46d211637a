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

/** Mistakes in macros name the line of macros.sql, and the call that shows them. */
@ExtendWith(SparkSessionExtension.class)
class MacroErrorsTest {
  @TempDir private Path root;
  private Authoring author;
  private PipelineFolder folder;

  @BeforeEach
  void shop() {
    author = new Authoring(root);
    folder = author.shop();
  }

  @Test
  void whatTheAnalyzerFinds() throws IOException {
    folder
        .write(
            "macros.sql",
            """
            create macro total() as
            select
                sum(prise) as total;
            create macro concat(a) as a;
            create macro half(a) as divde_rounded(a, 2, 2);
            create macro share(a) as a + array(1);
            """)
        .write("aggregations/daily.sql", "select sold_date, total() from sales group by sold_date")
        .write("quality/odd.sql", "select id from sales where halff(price) > 1")
        .write("quality/wrong.sql", "select id from sales where share(price) > 1");

    assertThat(author.run("validate", "--no-proof").stdout())
        .last()
        .asString()
        .startsWith("INVALID validate shop: Cannot load pipeline 'shop': 5 mistakes");
    assertThat(findings())
        .containsExactlyInAnyOrder(
            "macros.sql, line 4, column 14: found the macro 'concat', the name of a function; allowed: a name of its own",
            "macros.sql, line 5, column 25: found the function 'divde_rounded' (did you mean 'divide_rounded'?); allowed: functions of Spark SQL (half)",
            "macros.sql, line 3, column 9: found the column 'prise' (did you mean 'price'?); allowed: price, id, quantity, sold_date, source_file, record_hash, processed_timestamp (total in aggregations/daily.sql:1:19)",
            "quality/odd.sql, line 1, column 28: found the function 'halff' (did you mean 'half'?); allowed: functions of Spark SQL",
            "macros.sql, line 6, column 26: found what Spark refuses: Cannot resolve \"(sales.price + array(1))\" due to data type mismatch: the left and right operands of the binary operator have incompatible types (\"DECIMAL(10,2)\" and \"ARRAY<INT>\"); allowed: SQL that fits the columns that it reads (share in quality/wrong.sql:1:28)");
  }

  private List<String> findings() throws IOException {
    String message = author.run("validate", "--no-proof").report().path("message").asText();
    return message.lines().skip(1).map(String::strip).toList();
  }

  @Test
  void whatValuesMakeFail() throws IOException {
    folder
        .write("macros.sql", "create macro ratio(a, b) as\n    divide_rounded(a, b, 2);\n")
        .write(
            "aggregations/ratios.sql", "select id, ratio(price, quantity - 1) as ratio from sales");
    String tests = "tests/nothing_is_divided_by_zero/";
    folder
        .write(tests + "given/sales.csv", "id,price,quantity\na,1,3\nb,1,1\n")
        .write(tests + "expected/ratios.csv", "id,ratio\na,0.50\n");
    RunResult run = author.run("test");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(String.join("\n", run.stdout()))
        .contains(
            "Cannot use aggregations/ratios.sql: macros.sql:2:5 (ratio in aggregations/ratios.sql:1:12): ratio fails at divide_rounded(a, b, 2): [DIVIDE_BY_ZERO]",
            "it fails for the row id = 'b', price = '1.00', quantity = '1'");
  }
}
