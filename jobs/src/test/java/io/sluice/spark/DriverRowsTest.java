// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class DriverRowsTest {
  private final SparkSession spark;

  DriverRowsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void aQuerysRowsCanBeReadAgain() {
    DriverRows rows =
        DriverRows.of(spark.range(3).selectExpr("id", "array(id, null) as ids", "null as nothing"));

    assertThat(texts(rows.relation(spark).collectAsList()))
        .containsExactly(
            "[0,WrappedArray(0, null),null]",
            "[1,WrappedArray(1, null),null]",
            "[2,WrappedArray(2, null),null]");
    assertThat(rows.relation(spark).where(col("id").gt(1)).count()).isOne();
  }

  /** Spark gives tasks its defaults, unless it is told to pass the settings on. */
  @Test
  void tasksHaveTheSessionsSettings() {
    SparkSession other = spark.newSession();
    other.conf().set("spark.sql.mark", "of this session");
    MapFunction<Long, String> mark = id -> SQLConf.get().getConfString("spark.sql.mark", "none");

    DriverRows rows = DriverRows.of(other.range(1).map(mark, Encoders.STRING()).toDF("mark"));

    assertThat(RowTexts.of(rows, List.of("mark"))).containsExactly(List.of("of this session"));
  }

  @Test
  void expressionsAreEvaluatedRowByRow() {
    DriverRows texts =
        DriverRows.ofTexts(
            List.of("number", "moment"),
            List.of(
                List.of("1.005", "2026-01-05 10:00:00"), Arrays.asList(null, "2026-01-05 10:00")));

    DriverRows typed =
        texts.select(
            List.of("number", "moment", "constant"),
            List.of(
                TryCast.of(texts.column("number"), DataTypes.createDecimalType(10, 2)),
                TryCast.of(texts.column("moment"), DataTypes.TimestampType),
                lit(7)));

    assertThat(typed.schema().toDDL())
        .isEqualTo("number DECIMAL(10,2),moment TIMESTAMP,constant INT");
    assertThat(RowTexts.of(typed, List.of("number", "moment", "constant")))
        .containsExactly(
            List.of("1.01", "2026-01-05 10:00:00", "7"),
            Arrays.asList(null, "2026-01-05 10:00:00", "7"));
  }

  @Test
  void rowsCanBeDividedAndPutTogether() {
    DriverRows rows = DriverRows.of(spark.range(4).selectExpr("id % 2 as half", "id"));
    DriverRows odd = rows.where("half", 1);

    assertThat(odd.schema().fieldNames()).containsExactly("id");
    assertThat(RowTexts.of(odd, List.of("id"))).containsExactly(List.of("1"), List.of("3"));
    assertThat(rows.where("half", 2).rows()).isEmpty();

    DriverRows more = DriverRows.of(spark.range(1).selectExpr("id", "9L as half"));
    assertThat(RowTexts.of(rows.and(more), List.of("half", "id")))
        .containsExactly(
            List.of("0", "0"),
            List.of("1", "1"),
            List.of("0", "2"),
            List.of("1", "3"),
            List.of("9", "0"));
  }

  /** What the optimizer knows of rows, it makes use of; of a table's it knows none. */
  @Test
  void asATableTheRowsAreUnknownToTheOptimizer() {
    DriverRows rows = DriverRows.of(spark.range(2).selectExpr("id", "array(id) as ids"));

    assertThat(texts(rows.table(spark).collectAsList()))
        .containsExactly("[0,WrappedArray(0)]", "[1,WrappedArray(1)]");
    assertThat(plan(rows.relation(spark).where("id = 0"))).doesNotContain("Filter");
    assertThat(plan(rows.table(spark).where("id = 0"))).contains("Filter");
    assertThat(rows.table(spark).groupBy("id").count().queryExecution().executedPlan().toString())
        .contains("HashAggregate")
        .doesNotContain("Exchange");
  }

  private static String plan(Dataset<Row> query) {
    return query.queryExecution().optimizedPlan().toString();
  }

  @Test
  void aHashIsOfValuesTypesAndOrderOfItsColumns() {
    String hash = hash("select id, 'x' as other from range(3)", "id");

    assertThat(hash("select id, 'y' as other from range(3)", "id")).isEqualTo(hash);
    assertThat(
            List.of(
                hash("select id + 1 as id from range(3)", "id"),
                hash("select cast(id as int) as id from range(3)", "id"),
                hash("select 2 - id as id from range(3)", "id"),
                hash("select nullif(id, 0) as id from range(3)", "id"),
                hash("select id from range(2)", "id"),
                hash("select id as key from range(3)", "key")))
        .doesNotContain(hash)
        .doesNotHaveDuplicates();
  }

  private String hash(String query, String column) {
    return DriverRows.of(spark.sql(query)).hash(List.of(column));
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream().map(Row::toString).toList();
  }
}
