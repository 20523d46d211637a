// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.oracle.Landed;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many rows, so that their average has more digits than Spark's has. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class ExactAveragesTest {
  private static final int ROWS = 20_001;

  @TempDir Path folder;

  @Test
  void averages_are_rounded_once_from_the_exact_sum(SparkSession spark) throws IOException {
    Workspace workspace = TransactionsPipeline.workspace(folder);
    workspace.land("many.csv", Transactions.file(records()));
    TransactionsOracle oracle = new TransactionsOracle(Landed.in(workspace.in("landing"), 1000, 1));
    for (String job : new String[] {"transform", "aggregate"}) {
      RunResult result = workspace.run(job);
      assertThat(result.exitCode()).as(result.outcome()).isZero();
    }

    assertThat(roundedTwice(spark, workspace)).isEqualTo("1.01");
    assertThat(TransactionsPipeline.aggregation(workspace, "transaction_metrics"))
        .extracting(row -> row.get("avg_transaction_value"))
        .containsExactly(new BigDecimal("1.00"));
    TransactionsPipeline.AGGREGATIONS.forEach(
        relation -> TransactionsPipeline.requireAggregated(workspace, relation, oracle));
  }

  /** Together 20101.00 over three days, which makes 1.0049997 to each. */
  private static String[] records() {
    return IntStream.rangeClosed(1, ROWS)
        .mapToObj(
            id ->
                Transactions.record(
                    id,
                    Map.of(
                        "product_category", "books",
                        "amount", id <= 100 ? "2.00" : "1.00",
                        "quantity", "1",
                        "discount_percent", "")))
        .toArray(String[]::new);
  }

  /** What the data is made for: Spark's average has six digits, which are then rounded to two. */
  private static String roundedTwice(SparkSession spark, Workspace workspace) {
    return spark
        .read()
        .format("delta")
        .load(workspace.in("tables/transformed_transactions").toString())
        .selectExpr("string(round(avg(revenue), 2))")
        .head()
        .getString(0);
  }
}
