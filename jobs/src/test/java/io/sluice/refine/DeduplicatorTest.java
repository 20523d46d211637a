// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.format.SourceFormats;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that share their key; each record is an order whose items are rows, {@code id-item}. */
@ExtendWith(SparkSessionExtension.class)
class DeduplicatorTest {
  private static final Instant PUBLISHED = Instant.parse("2026-02-01T00:00:00Z");
  private static final StructType RAW =
      StructType.fromDDL(
          "id STRING, price STRING, quantity STRING, sold_at STRING, buyer STRING,"
              + " _line STRING, _unfit INT, _file STRING, _landed_at TIMESTAMP");

  @TempDir private Path root;
  private final SparkSession spark;

  DeduplicatorTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void of_a_record_with_a_conflict_no_row_is_published() {
    assertThat(
            fates(
                Optional.of(order("0.csv", "1", "a,b")),
                // b is taken by another record, so c stays free for the next.
                order("1.csv", "2", "b,c"),
                order("2.csv", "3", "c,d"),
                order("3.csv", "3", "c,d"),
                order("4.csv", "4", "d")))
        .containsExactly(
            "1.csv b CONFLICT",
            "1.csv c CONFLICT",
            "2.csv c PUBLISH",
            "2.csv d PUBLISH",
            "3.csv c DUPLICATE",
            "3.csv d DUPLICATE",
            "4.csv d CONFLICT");
  }

  @Test
  void rows_of_one_record_may_share_their_key() {
    assertThat(fates(Optional.empty(), order("1.csv", "1", "a,a"), order("2.csv", "1", "a,a")))
        .containsExactly(
            "1.csv a DUPLICATE", "1.csv a PUBLISH", "2.csv a DUPLICATE", "2.csv a DUPLICATE");
  }

  @Test
  void an_empty_part_of_a_key_is_a_value_like_others() {
    assertThat(
            fates(
                Optional.of(order("0.csv", "1", null)),
                order("1.csv", "1", null),
                order("2.csv", "2", null)))
        .containsExactly("1.csv null DUPLICATE", "2.csv null CONFLICT");
  }

  @Test
  void a_personal_key_does_not_show() {
    Refiner refiner = refiner();
    List<Row> conflicts =
        refiner
            .compare(
                refiner.refine(raw(order("1.csv", "1", "a"), order("2.csv", "2", "a")), PUBLISHED),
                Optional.empty())
            .quarantined()
            .selectExpr("file", "reasons[0].code", "reasons[0].column", "reasons[0].message")
            .collectAsList();
    assertThat(conflicts)
        .containsExactly(
            RowFactory.create(
                "2.csv",
                "conflicting_duplicate",
                null,
                "another record came first with id = 'order', item = (hidden: personal) on 2026-01-05, in 1.csv; they differ in price"));
  }

  private List<String> fates(Optional<Row> published, Row... records) {
    Refiner refiner = refiner();
    return refiner
        .compare(
            refiner.refine(raw(records), PUBLISHED),
            published.map(record -> refiner.refine(raw(record), PUBLISHED).passed()))
        .rows()
        .select("source_file", "item", Deduplicator.OUTCOME)
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }

  private Refiner refiner() {
    return SourceFormats.refiner(
        spark,
        new PipelineFolder(root)
            .write(
                "pipeline.yaml",
                PipelineFolder.YAML
                    .replace("key: [id]", "key: [id, item]")
                    .replace("personal: [buyer]", "personal: [buyer]"))
            .write("rules.sql", "select price > 0 as price_is_positive from source\n")
            .write(
                "transformations.sql",
                "select id, to_date(sold_at) as sold_date, price,"
                    + " explode_outer(split(buyer, ',')) as item from source\n")
            .load());
  }

  private Dataset<Row> raw(Row... records) {
    return spark.createDataFrame(Arrays.asList(records), RAW);
  }

  private static Row order(String file, String price, String items) {
    List<Object> row = new ArrayList<>(Arrays.asList("order", price, null, "2026-01-05 10:00:00"));
    row.addAll(Arrays.asList(items, null, 0, file, Timestamp.from(PUBLISHED)));
    return RowFactory.create(row.toArray());
  }
}
