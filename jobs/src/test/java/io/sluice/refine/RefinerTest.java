// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.countDistinct;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.format.SourceFormats;
import io.sluice.record.EngineColumns;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class RefinerTest {
  private static final Instant PUBLISHED = Instant.parse("2026-02-01T00:00:00Z");
  private static final StructType RAW =
      StructType.fromDDL(
          "id STRING, price STRING, quantity STRING, sold_at STRING, buyer STRING,"
              + " _line STRING, _unfit INT, _file STRING, _landed_at TIMESTAMP");

  @TempDir private Path root;
  private final SparkSession spark;

  RefinerTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void aGoodRecordBecomesARow() {
    Refiner refiner = SourceFormats.refiner(spark, new PipelineFolder(root).load());

    ValidatedRecords refined =
        refiner.refine(
            raw(good("a"), record("b", "2", " 3 ", "2026-01-06 00:00:00", " ")), PUBLISHED);

    assertThat(refiner.isOneToOne()).isTrue();
    assertThat(refiner.schema().toDDL().replace(" NOT NULL", ""))
        .isEqualTo(
            "id STRING,price DECIMAL(10,2),quantity INT,sold_date DATE,source_file STRING,"
                + "record_hash BIGINT,processed_timestamp TIMESTAMP");
    assertThat(refined.passed().schema().toDDL().replace(" NOT NULL", ""))
        .isEqualTo(refiner.schema().toDDL().replace(" NOT NULL", ""));
    assertThat(shown(refined.passed().drop("record_hash")))
        .containsExactlyInAnyOrder(
            "a|1.50|1|2026-01-05|f.csv|2026-02-01 00:00:00",
            "b|2.00|3|2026-01-06|f.csv|2026-02-01 00:00:00");
    assertThat(refined.failed().collectAsList()).isEmpty();
  }

  @Test
  void aBadRecordKeepsItsTextAndItsDate() {
    assertThat(
            shown(
                refine(record(" ", "1,5", null, "2026-01-05 10:00:00", "me"))
                    .failed()
                    .drop("reasons")))
        .containsExactly(
            "f.csv|{\"id\":\" \",\"price\":\"1,5\",\"quantity\":null,"
                + "\"sold_at\":\"2026-01-05 10:00:00\",\"buyer\":\"me\"}|2026-01-05");
    assertThat(shown(refine(line("a,1")).failed().drop("reasons")))
        .containsExactly("f.csv|a,1|null");
  }

  @Test
  void rowsWithoutADateBetween1900And2100AreQuarantined() {
    String reason =
        "sold_date_range/sold_date/sold_date can't be computed, or is not between 1900-01-01 and"
            + " 2100-12-31";

    ValidatedRecords refined =
        refine(
            record("a", "1", null, "1899-12-31 23:59:59", null),
            record("b", "1", null, "1900-01-01 00:00:00", null),
            record("c", "1", null, "2100-12-31 23:59:59", null),
            record("d", "1", null, "2101-01-01 00:00:00", null));

    assertThat(shown(refined.passed().select("id"))).containsExactlyInAnyOrder("b", "c");
    assertThat(reasons(refined)).containsExactly(List.of(reason), List.of(reason));
    assertThat(shown(refined.failed().select("event_date"))).containsExactly("null", "null");
  }

  @Test
  void theHashTellsWhichColumnIsEmpty() {
    PipelineFolder folder =
        new PipelineFolder(root)
            .write("pipeline.yaml", PipelineFolder.YAML.replace("quantity INT", "quantity STRING"))
            .write("rules.sql", "select id <> '' as id_is_there from source\n")
            .write("transformations.sql", "select id, to_date(sold_at) as sold_date from source\n");
    ValidatedRecords refined =
        SourceFormats.refiner(spark, folder.load())
            .refine(
                raw(
                    record("a", "1", "x", "2026-01-05 10:00:00", null),
                    record("a", "1", null, "2026-01-05 10:00:00", "x"),
                    record("a", "1", "x", "2026-01-05 10:00:01", null),
                    record("a", "1.00", " x", "2026-01-05 10:00:00", ""),
                    record("a", "1.00", "x", " 2026-01-05 10:00:00", " ")),
                PUBLISHED);

    List<Row> rows = refined.passed().select("record_hash").collectAsList();

    assertThat(rows.subList(0, 4)).doesNotHaveDuplicates();
    assertThat(rows.get(4)).isEqualTo(rows.get(0));
  }

  @Test
  void anExplodedRecordGivesSeveralRowsAndCountsOnce() {
    Refiner refiner = SourceFormats.refiner(spark, exploding("explode").load());
    ValidatedRecords refined =
        refiner.refine(
            raw(
                record("two", "1", null, "2026-01-05 10:00:00", "x,y"),
                record("bad", "0", null, "2026-01-05 10:00:00", "x,y,z"),
                record("none", "0", null, "2026-01-05 10:00:00", null)),
            PUBLISHED);

    assertThat(refiner.isOneToOne()).isFalse();
    assertThat(shown(refined.passed().select("id", "part", "source_file")))
        .containsExactlyInAnyOrder("two|x|f.csv", "two|y|f.csv");
    assertThat(shown(passedRecords(refined))).containsExactly("f.csv|1");
    assertThat(shown(refined.failed().selectExpr("get_json_object(record, '$.id')", "event_date")))
        .containsExactlyInAnyOrder("bad|2026-01-05", "none|2026-01-05");
  }

  @Test
  void explodeOuterKeepsARecordWithoutParts() {
    ValidatedRecords refined =
        SourceFormats.refiner(spark, exploding("explode_outer").load())
            .refine(raw(record("none", "1", null, "2026-01-05 10:00:00", null)), PUBLISHED);

    assertThat(shown(refined.passed().select("id", "part"))).containsExactly("none|null");
    assertThat(shown(passedRecords(refined))).containsExactly("f.csv|1");
    assertThat(refined.failed().collectAsList()).isEmpty();
  }

  /** The audit finds it: a source record that yields no row doesn't balance. */
  @Test
  void aRecordThatExplodesToNothingIsNeitherPublishedNorCounted() {
    ValidatedRecords refined =
        SourceFormats.refiner(spark, exploding("explode").load())
            .refine(raw(record("none", "1", null, "2026-01-05 10:00:00", null)), PUBLISHED);

    assertThat(refined.passed().collectAsList()).isEmpty();
    assertThat(passedRecords(refined).collectAsList()).isEmpty();
    assertThat(refined.failed().collectAsList()).isEmpty();
  }

  /** The number of source records that passed, by file. */
  private static Dataset<Row> passedRecords(ValidatedRecords refined) {
    return refined
        .candidates()
        .groupBy(EngineColumns.SOURCE_FILE)
        .agg(countDistinct(EngineColumns.RECORD_ID));
  }

  private PipelineFolder exploding(String function) {
    return new PipelineFolder(root)
        .write("rules.sql", "select price > 0 as price_is_positive from source\n")
        .write(
            "transformations.sql",
            "select id, to_date(sold_at) as sold_date, %s(split(buyer, ',')) as part from source\n"
                .formatted(function));
  }

  private ValidatedRecords refine(Row... records) {
    return SourceFormats.refiner(spark, new PipelineFolder(root).load())
        .refine(raw(records), PUBLISHED);
  }

  private Dataset<Row> raw(Row... records) {
    return spark.createDataFrame(Arrays.asList(records), RAW);
  }

  private static Row good(String id) {
    return record(id, "1.50", null, "2026-01-05 10:00:00", null);
  }

  private static Row record(String... values) {
    List<Object> row = new ArrayList<>(Arrays.asList(values));
    row.addAll(Arrays.asList(null, 0, "f.csv", Timestamp.from(PUBLISHED)));
    return RowFactory.create(row.toArray());
  }

  private static Row line(String text) {
    return RowFactory.create(
        null, null, null, null, null, text, 0, "f.csv", Timestamp.from(PUBLISHED));
  }

  private static List<List<String>> reasons(ValidatedRecords refined) {
    return refined.failed().collectAsList().stream()
        .map(
            row ->
                row.<Row>getList(row.fieldIndex("reasons")).stream()
                    .map(reason -> reason.mkString("/"))
                    .toList())
        .toList();
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows
        .selectExpr(
            Arrays.stream(rows.columns())
                .map("cast(`%s` as string)"::formatted)
                .toArray(String[]::new))
        .collectAsList()
        .stream()
        .map(row -> row.mkString("|"))
        .toList();
  }
}
