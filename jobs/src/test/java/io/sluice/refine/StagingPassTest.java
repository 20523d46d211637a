// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Pipeline;
import io.sluice.record.DuplicateHashes;
import io.sluice.record.HashFilter;
import io.sluice.record.Reasons;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main pass keeps what can be published, and gives back the rest as it came. */
@ExtendWith(SparkSessionExtension.class)
class StagingPassTest {
  private static final Instant PUBLISHED = Instant.parse("2026-02-01T00:00:00Z");
  private static final Row GOOD = record("a", "1.50", null, "2026-01-05 10:00:00", null);
  private static final Row ALIKE = record("b", "2.50", null, "2026-01-05 10:00:00", null);
  private static final Row BROKEN = record("c", "-1.00", null, "2026-01-05 10:00:00", "me");
  private static final Row UNDATED = record("d", "1.00", null, "2300-01-01 00:00:00", null);

  @TempDir private Path root;
  private final SparkSession spark;

  StagingPassTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void recordsThatFailOrShareTheirKeyAreSetAside() {
    Pipeline pipeline = new PipelineFolder(root).load();
    Refiner refiner = new Refiner(spark, pipeline, texts(pipeline));
    Dataset<Row> raw = raw(refiner, GOOD, ALIKE, BROKEN, UNDATED);
    DuplicateHints hints = DuplicateHints.ofKeys(hash(xxhash64(lit("b"))));

    Dataset<Row> staged = refiner.stage(raw, hints, PUBLISHED);

    assertThat(staged.schema().fieldNames()).containsExactly(refiner.schema().fieldNames());
    assertThat(kept(staged)).containsExactly("a 1.50 2026-01-05 f.csv");
    Dataset<Row> setAside = staged.where(col("sold_date").isNull());
    assertThat(refiner.setAside(setAside).collectAsList())
        .containsExactlyInAnyOrder(ALIKE, BROKEN, UNDATED);
  }

  @Test
  void typedRecordsAreNotCast() {
    Pipeline pipeline = new PipelineFolder(root).load();
    TextTyping texts = texts(pipeline);
    Refiner refiner =
        new Refiner(
            spark,
            pipeline,
            new TypedTyping(pipeline.source(), texts, unfit -> Reasons.reason("no_line", "none")));
    Dataset<Row> written =
        spark.createDataFrame(
            List.of(GOOD, BROKEN, UNDATED), new TypedRecords(pipeline.source(), texts).rawSchema());
    Dataset<Row> raw = written;
    for (StructField field : pipeline.source().schema().fields()) {
      raw = raw.withColumn(field.name(), texts.value(field, col(field.name())));
    }

    Dataset<Row> staged = refiner.stage(raw, DuplicateHints.none(), PUBLISHED);

    assertThat(kept(staged)).containsExactly("a 1.50 2026-01-05 f.csv");
    Dataset<Row> setAside = refiner.setAside(staged.where(col("sold_date").isNull()));
    assertThat(setAside.schema().apply("price").dataType().sql()).isEqualTo("DECIMAL(10,2)");
    ValidatedRecords judged = refiner.refine(setAside, PUBLISHED);
    assertThat(judged.candidates().collectAsList()).isEmpty();
    assertThat(
            judged
                .failed()
                .select(col("record"), concat_ws(",", col("reasons.code")))
                .collectAsList()
                .stream()
                .map(Row::toString))
        .containsExactlyInAnyOrder(
            "[{\"id\":\"c\",\"price\":\"-1.00\",\"quantity\":null,"
                + "\"sold_at\":\"2026-01-05 10:00:00\",\"buyer\":\"me\"},"
                + "price_is_positive]",
            "[{\"id\":\"d\",\"price\":\"1.00\",\"quantity\":null,"
                + "\"sold_at\":\"2300-01-01 00:00:00\",\"buyer\":null},"
                + "sold_date_range]");
  }

  @Test
  void ofSeveralRowsThoseWithoutADateAreSetAsideAlone() {
    Pipeline pipeline =
        new PipelineFolder(root)
            .write(
                "pipeline.yaml",
                PipelineFolder.YAML
                    .replace("key: [id]", "key: [id, item]")
                    .replace("  personal: [buyer]\n", ""))
            .write("rules.sql", "select price > 0 as price_is_positive from source")
            .write(
                "transformations.sql",
                "select id, price, split(part, '@')[0] as item, to_date(split(part, '@')[1]) as"
                    + " sold_date from (select id, price, explode(split(buyer, ' ')) as part from"
                    + " source) as parts")
            .load();
    Refiner refiner = new Refiner(spark, pipeline, texts(pipeline));
    Row half = record("a", "1.50", null, "2026-01-05 10:00:00", "x@2026-01-05 y@never");
    Row whole = record("b", "2.50", null, "2026-01-05 10:00:00", "x@2026-01-05 y@2026-01-06");
    Row broken = record("c", "-1.00", null, "2026-01-05 10:00:00", "x@2026-01-05");
    Dataset<Row> raw = raw(refiner, half, whole, broken);

    Dataset<Row> staged = refiner.stage(raw, DuplicateHints.none(), PUBLISHED);

    assertThat(kept(staged))
        .containsExactlyInAnyOrder(
            "a 1.50 2026-01-05 f.csv", "b 2.50 2026-01-05 f.csv", "b 2.50 2026-01-06 f.csv");
    Dataset<Row> setAside = staged.where(col("sold_date").isNull());
    assertThat(refiner.setAside(setAside).collectAsList()).containsExactlyInAnyOrder(half, broken);

    HashFilter undated = refiner.undated(setAside);
    assertThat(
            staged
                .where(undated.contain(col("record_hash")))
                .select("id")
                .distinct()
                .collectAsList()
                .toString())
        .isEqualTo("[[a]]");
    assertThat(kept(refiner.stage(raw, DuplicateHints.none().andRecords(undated), PUBLISHED)))
        .containsExactlyInAnyOrder("b 2.50 2026-01-05 f.csv", "b 2.50 2026-01-06 f.csv");
    assertThat(
            refiner.kept(raw, DuplicateHints.none().andRecords(undated)).collectAsList().toString())
        .isEqualTo("[[f.csv,1]]");
  }

  private static TextTyping texts(Pipeline pipeline) {
    return new TextTyping(pipeline.source(), unfit -> unfit);
  }

  private Dataset<Row> raw(Refiner refiner, Row... records) {
    StructType schema = refiner.noRaw().schema();
    return spark.createDataFrame(List.of(records), schema).coalesce(1);
  }

  private HashFilter hash(Column hash) {
    return DuplicateHashes.set(DuplicateHashes.chunks(spark.range(1).toDF(), hash));
  }

  private static Stream<String> kept(Dataset<Row> staged) {
    return staged
        .where(col("sold_date").isNotNull())
        .select("id", "price", "sold_date", "source_file")
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "));
  }

  private static Row record(String id, String price, String quantity, String soldAt, String buyer) {
    return RowFactory.create(
        id,
        price,
        quantity,
        soldAt,
        buyer,
        null,
        0,
        "f.csv",
        Timestamp.from(Instant.parse("2026-01-10T00:00:00Z")));
  }
}
