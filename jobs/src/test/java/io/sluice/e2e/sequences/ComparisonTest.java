// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.Crashes;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that misses a row, or has one twice, is noticed. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class ComparisonTest {
  @TempDir static Path root;
  @TempDir static Path untouched;

  private static Shop shop;

  @BeforeAll
  static void runOnce() throws IOException {
    shop = Shop.in(root);
    Producer producer = new Producer(new Draw(1));
    for (int file = 0; file < 3; file++) {
      producer.fresh().happen(shop);
    }
    Run.transform(2).happen(shop);
    Run.aggregate().happen(shop);
    Folders.copy(Shop.folder(root), untouched);
  }

  @BeforeEach
  void restore() throws IOException {
    Crashes.forget();
    Folders.delete(Shop.folder(root));
    Folders.copy(untouched, Shop.folder(root));
    assertThatCode(() -> shop.requireDone(Run.AGGREGATE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {TransactionsPipeline.TABLE, "files", "transaction_metrics"})
  void a_row_is_missing(String relation, SparkSession spark) {
    Dataset<Row> rows = rows(relation, spark);
    replace(relation, rows.limit((int) rows.count() - 1));
    assertThatThrownBy(() -> shop.requireDone(Run.AGGREGATE)).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {TransactionsPipeline.TABLE, "daily_category_metrics"})
  void a_row_occurs_twice(String relation, SparkSession spark) {
    Dataset<Row> rows = rows(relation, spark);
    replace(relation, rows.union(rows.limit(1)));
    assertThatThrownBy(() -> shop.requireDone(Run.AGGREGATE)).isInstanceOf(AssertionError.class);
  }

  private static Dataset<Row> rows(String relation, SparkSession spark) {
    return spark.read().format("delta").load(table(relation));
  }

  private static void replace(String relation, Dataset<Row> rows) {
    rows.write().format("delta").mode(SaveMode.Overwrite).save(table(relation));
  }

  private static String table(String relation) {
    return Shop.folder(root).resolve("tables").resolve(relation).toString();
  }
}
