// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Source;
import io.sluice.testing.Sources;
import io.sluice.testing.SparkSessionExtension;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class SetAsideCodecTest {
  private static final Timestamp LANDED = Timestamp.valueOf("2026-01-05 10:00:00.123456");

  private final SparkSession spark;

  SetAsideCodecTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void textsComeBackAsTheyWere() {
    Source source = Sources.csv("id STRING, n INT, `a b` STRING");
    TypedRecords typed = new TypedRecords(source, new TextTyping(source, unfit -> unfit));

    assertUnharmed(
        typed,
        RowFactory.create("a", "1", " \"quoted\" \\ \n\t\u0001", null, 0, "f.csv", LANDED),
        RowFactory.create(null, "", "M\uFFFDnchen \uD83D\uDE00", null, 2, "f.csv", LANDED),
        RowFactory.create(null, null, null, "{\"c0\":\"x\"}", 8, "dir/f ü.csv", LANDED),
        RowFactory.create("x".repeat(100_000), "1", null, null, 4, "f.csv", LANDED));
  }

  @Test
  void typedValuesComeBackAsTheyWere() {
    Source source =
        Sources.csv(
            "s STRING, i16 SMALLINT, i32 INT, i64 BIGINT, d DECIMAL(38,18), f FLOAT, g DOUBLE,"
                + " b BOOLEAN, day DATE, at TIMESTAMP");
    TypedRecords typed =
        new TypedRecords(
            source,
            new TypedTyping(source, new TextTyping(source, unfit -> unfit), unfit -> unfit));

    assertUnharmed(
        typed,
        RowFactory.create(
            "a",
            Short.MIN_VALUE,
            Integer.MAX_VALUE,
            Long.MIN_VALUE,
            new BigDecimal("12345678901234567890.123456789012345678"),
            0.1f,
            Double.MIN_VALUE,
            true,
            Date.valueOf("0001-01-01"),
            Timestamp.valueOf("2026-03-08 02:30:00.000001"),
            null,
            0,
            "f",
            LANDED),
        RowFactory.create(
            null, null, null, null, null, null, null, null, null, null, "a line", 16, "f", LANDED));
  }

  @Test
  void whetherARecordPassedIsKept() {
    Source source = Sources.csv("id STRING");
    TypedRecords typed = new TypedRecords(source, new TextTyping(source, unfit -> unfit));
    SetAsideCodec codec = new SetAsideCodec(typed);
    Dataset<Row> packed =
        packed(
            typed,
            col("id").equalTo("good"),
            RowFactory.create("good", null, 0, "f", LANDED),
            RowFactory.create("bad\",\"passed\":true,\"x\":\"", null, 0, "f", LANDED));

    assertThat(
            codec
                .unpacked(codec.passed(packed, col("packed")), col("packed"))
                .select("id")
                .collectAsList()
                .toString())
        .isEqualTo("[[good]]");
  }

  private void assertUnharmed(TypedRecords typed, Row... raw) {
    Dataset<Row> unpacked =
        new SetAsideCodec(typed).unpacked(packed(typed, lit(false), raw), col("packed"));

    assertThat(unpacked.schema().toDDL()).isEqualTo(typed.rawSchema().toDDL());
    assertThat(unpacked.collectAsList()).containsExactly(raw);
  }

  private Dataset<Row> packed(TypedRecords typed, Column passed, Row... raw) {
    Dataset<Row> rows = spark.createDataFrame(List.of(raw), typed.rawSchema()).coalesce(1);
    return typed.of(rows).select(new SetAsideCodec(typed).packed(passed).as("packed"));
  }
}
