// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.storage.Storage;
import io.sluice.testing.Contents;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class CompactionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final SparkSession spark;

  CompactionTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void a_table_with_ranges_of_dates_keeps_them_and_is_sorted() throws IOException {
    String table = "delta.`" + folder.resolve("daily") + "`";
    spark.sql(
        "create table %s (day date, n int) using delta tblproperties('delta.dataSkippingStatsColumns' = 'day')"
            .formatted(table));
    for (String rows :
        List.of(
            "(date'2026-01-03', 3), (date'2026-01-04', 4)",
            "(date'2026-01-01', 1), (date'2026-01-02', 2)",
            "(date'2026-01-05', 5)")) {
      spark.sql("insert into %s select /*+ coalesce(1) */ * from values %s".formatted(table, rows));
    }
    List<Map<String, Object>> before = Contents.of(spark.table(table));
    Tables tables =
        new Tables(
            spark,
            new Storage(spark.sparkContext().hadoopConfiguration()),
            new org.apache.hadoop.fs.Path(folder.toUri()));

    LiveFiles current = tables.currentFiles("daily");
    TableChange change = tables.compaction("daily").stage(current, current.fragmented());
    tables.table("daily").commit(change, "shop", 7);

    List<JsonNode> added = actions(change, "add");
    assertThat(added).hasSize(1);
    assertThat(added.get(0).path("dataChange").asBoolean()).isFalse();
    JsonNode statistics = JSON.readTree(added.get(0).path("stats").asText());
    assertThat(statistics.at("/minValues/day").asText()).isEqualTo("2026-01-01");
    assertThat(statistics.at("/maxValues/day").asText()).isEqualTo("2026-01-05");
    assertThat(actions(change, "remove"))
        .hasSize(3)
        .allSatisfy(action -> assertThat(action.path("dataChange").asBoolean()).isFalse());
    assertThat(Contents.of(spark.table(table))).isEqualTo(before);
    assertThat(
            spark
                .read()
                .parquet(folder.resolve("daily/" + path(added.get(0))).toString())
                .collectAsList())
        .extracting(row -> row.getInt(1))
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(tables.currentFiles("daily").fragmented()).isEmpty();
  }

  private static String path(JsonNode file) {
    return file.path("path").asText();
  }

  private static List<JsonNode> actions(TableChange change, String kind) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (String action : change.actions()) {
      JsonNode node = JSON.readTree(action);
      if (node.has(kind)) {
        found.add(node.path(kind));
      }
    }
    return found;
  }
}
