// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.isnull;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Source;
import io.sluice.testing.Sources;
import io.sluice.testing.SparkSessionExtension;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records of any number of fields are typed, hashed and written down as Spark would by itself. */
@ExtendWith(SparkSessionExtension.class)
class RecordTyperTest {
  private static final List<String> TYPES =
      List.of(
          "STRING",
          "SMALLINT",
          "INT",
          "BIGINT",
          "DECIMAL(18,2)",
          "DECIMAL(38,18)",
          "FLOAT",
          "DOUBLE",
          "BOOLEAN",
          "DATE",
          "TIMESTAMP");

  private static final List<String> TEXTS =
      List.of(
          "ä \"quoted\" \\ \t\u0001",
          "-7",
          "2147483647",
          "-9223372036854775808",
          "-12.50",
          "12345678901234567890.123456789012345678",
          "0.1",
          "-0.0",
          "TRUE",
          "1969-12-31",
          "2026-03-08 02:30:00");

  private final SparkSession spark;

  RecordTyperTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void values_are_those_that_spark_makes_of_texts_that_fit() {
    TypedRecords typed = typed(11);
    Row row = typed.of(raw(typed, 11, Integer.MAX_VALUE)).collectAsList().get(0);

    for (int i = 0; i < TYPES.size(); i++) {
      Object expected =
          i == 0
              ? TEXTS.get(0)
              : spark
                  .sql("select cast('%s' as %s)".formatted(TEXTS.get(i), TYPES.get(i)))
                  .head()
                  .get(0);
      assertThat(row.get(i)).as(TYPES.get(i)).isEqualTo(expected);
    }
    assertThat(row.<Boolean>getAs(TypedRecords.FITS)).isTrue();
  }

  /** A hash is kept with each published row: it stays what it was. */
  @Test
  void the_hash_is_spark_s_own_of_the_values_and_of_which_are_null() {
    for (int fields : List.of(1, 63, 64, 65, 130)) {
      for (int nulls : List.of(2, 3, 7, Integer.MAX_VALUE)) {
        TypedRecords typed = typed(fields);
        Dataset<Row> rows = typed.of(raw(typed, fields, nulls));
        Row both = rows.select(col(Transformation.HASH), hash(fields)).head();
        assertThat(both.getLong(0)).as("%d fields", fields).isEqualTo(both.getLong(1));
      }
    }
  }

  @Test
  void the_text_of_a_record_is_json_as_spark_writes_it() {
    TypedRecords typed = typed(25);
    Dataset<Row> raw = raw(typed, 25, 4);
    assertThat(typed.of(raw).select(typed.text()).head().getString(0))
        .isEqualTo(
            raw.select(to_json(struct(columns(25)), Map.of("ignoreNullFields", "false")))
                .head()
                .getString(0));
  }

  private static Column[] columns(int fields) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      columns.add(col("f" + i));
    }
    return columns.toArray(Column[]::new);
  }

  /** In SQL: 64 fields, then the bits of which of them are null. */
  private static Column hash(int fields) {
    List<Column> hashed = new ArrayList<>();
    Column nulls = lit(0L);
    for (int i = 0; i < fields; i++) {
      hashed.add(col("f" + i));
      nulls =
          nulls.bitwiseXOR(
              isnull(col("f" + i))
                  .cast("bigint")
                  .multiply(expr("shiftleft(1L, %d)".formatted(i % 64))));
      if (i % 64 == 63) {
        hashed.add(nulls);
        nulls = lit(0L);
      }
    }
    hashed.add(nulls);
    return xxhash64(hashed.toArray(Column[]::new));
  }

  private static TypedRecords typed(int fields) {
    StringJoiner schema = new StringJoiner(", ");
    for (int i = 0; i < fields; i++) {
      schema.add("f%d %s".formatted(i, TYPES.get(i % TYPES.size())));
    }
    Source source = Sources.csv(schema.toString());
    return new TypedRecords(source, new TextTyping(source, unfit -> unfit));
  }

  /**
   * @param nulls one field of so many is null
   */
  private Dataset<Row> raw(TypedRecords typed, int fields, int nulls) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      values.add(i % nulls == nulls - 1 ? null : TEXTS.get(i % TEXTS.size()));
    }
    values.add(null);
    values.add(0);
    values.add("f.csv");
    values.add(Timestamp.from(Instant.EPOCH));
    return spark.createDataFrame(List.of(RowFactory.create(values.toArray())), typed.rawSchema());
  }
}
