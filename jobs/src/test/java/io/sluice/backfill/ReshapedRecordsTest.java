// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.refine.ValidatedRecords;
import io.sluice.relation.QuarantineTable;
import io.sluice.testing.SparkSessionExtension;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class ReshapedRecordsTest {
  private final SparkSession spark;

  ReshapedRecordsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void recordsOfAnotherSchemaAreKnownAgainByWhatBothHave() {
    Dataset<Row> kept =
        quarantine(
            "{\"id\":\"1\",\"page\":\"/a\"}",
            "{\"id\":\"2\",\"page\":\"/a\"}",
            "{\"id\":\"2\",\"page\":\"/b\"}",
            "{\"id\":null,\"page\":\"/c\"}",
            "{\"id\":\"9\",\"page\":\"/gone\"}",
            "a line that is no record");
    // Without page, with size: two of id 2 can't be told apart any more.
    String two = "{\"id\":\"2\",\"size\":null}";
    String[] passed = {"{\"id\":\"1\",\"size\":null}", two, two, two};
    String[] failed = {"{\"id\":null,\"size\":null}"};

    List<String> ids = ids(kept, List.of("id", "size"), passed, failed);

    Dataset<Row> all =
        quarantine(passed[0], two, two, failed[0], "a line that is no record")
            .union(kept.where("record like '%gone%'"));
    assertThat(ids).isEqualTo(texts(all));
  }

  @Test
  void recordsOfTodaysSchemaAreWhatTheyWere() {
    Dataset<Row> kept = quarantine("{\"id\":\"1\"}", "{\"id\":\"1\"}", "no record");

    assertThat(ids(kept, List.of("id"), new String[] {"{\"id\":\"1\"}"}, new String[0]))
        .isEqualTo(texts(kept));
  }

  private List<String> ids(
      Dataset<Row> kept, List<String> fields, String[] passed, String[] failed) {
    Dataset<Row> candidates =
        records(passed)
            .withColumnRenamed("file", "source_file")
            .withColumnRenamed("record", "_record_text")
            .selectExpr("*", "monotonically_increasing_id() as _record_id");
    return texts(
        new ReshapedRecords(new ValidatedRecords(candidates, records(failed)), fields).ids(kept));
  }

  private Dataset<Row> quarantine(String... records) {
    return QuarantineTable.rows(
        records(records)
            .selectExpr(
                "*",
                "array(named_struct('code', 'c', 'column', 'c', 'message', 'm')) as reasons",
                "cast(null as date) as event_date"),
        "run",
        Instant.EPOCH);
  }

  private Dataset<Row> records(String... records) {
    return spark
        .createDataset(List.of(records), org.apache.spark.sql.Encoders.STRING())
        .selectExpr("1L as _batch", "'a.csv' as file", "value as record");
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.select("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
