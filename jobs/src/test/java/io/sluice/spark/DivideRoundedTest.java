// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.SparkSessionExtension;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkSessionExtension.class)
class DivideRoundedTest {
  private static final String FACTORY = "spark.sql.codegen.factoryMode";
  private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";

  private final SparkSession spark;

  DivideRoundedTest(SparkSession spark) {
    this.spark = spark;
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          divide_rounded(1, 3, 2)                 | 0.33  | DECIMAL(13,2)
          divide_rounded(2, 3, 0)                 | 1     | DECIMAL(11,0)
          divide_rounded(1, 8, 2)                 | 0.13  | DECIMAL(13,2)
          divide_rounded(-1, 8, 2)                | -0.13 | DECIMAL(13,2)
          divide_rounded(20100.999, 20001, 2)     | 1.00  | DECIMAL(8,2)
          divide_rounded(1.00, 0.001, 1)          | 1000.0 | DECIMAL(6,1)
          divide_rounded(9.99, 1, 1)              | 10.0  | DECIMAL(3,1)
          divide_rounded(7L, 2S, 1)               | 3.5   | DECIMAL(22,1)
          divide_rounded(99999999999999999999999999999999999999, 3, 2) | 33333333333333333333333333333333333333.00 | no
          """)
  void givesTheExactQuotientRoundedOnce(String call, String value, String type) {
    if (type.equals("no")) {
      assertThatThrownBy(() -> spark.sql("select " + call).collectAsList())
          .hasMessageContaining("NUMERIC_VALUE_OUT_OF_RANGE");
      return;
    }
    Dataset<Row> row = spark.sql("select " + call + " as quotient");

    assertThat(row.schema().apply("quotient").dataType().sql()).isEqualTo(type);
    assertThat(row.collectAsList().get(0).getDecimal(0)).isEqualTo(new BigDecimal(value));
  }

  /** Spark's own way loses what is beyond the digits of its quotient. */
  @Test
  void roundsWhereRoundOfAQuotientIsWrong() {
    Row row =
        spark
            .sql(
                "select divide_rounded(cast(20100.9949997 as decimal(38,7)), 20001, 2),"
                    + " divide_rounded(1005, 1000, 2), divide_rounded(1004999999, 1000000000, 2)")
            .collectAsList()
            .get(0);

    assertThat(row.toString()).isEqualTo("[1.00,1.01,1.00]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isTheSameCompiledAndInterpreted(boolean compiled) {
    Map<String, String> before =
        Map.of(FACTORY, spark.conf().get(FACTORY), WHOLE_STAGE, spark.conf().get(WHOLE_STAGE));
    spark.conf().set(FACTORY, compiled ? "CODEGEN_ONLY" : "NO_CODEGEN");
    spark.conf().set(WHOLE_STAGE, compiled);
    try {
      Random random = new Random(7);
      List<Row> rows = new ArrayList<>();
      List<BigDecimal> expected = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        BigDecimal number = new BigDecimal(new BigInteger(90, random), 4);
        number = random.nextBoolean() ? number : number.negate();
        Long by = i % 10 == 0 ? null : Long.valueOf(1 + random.nextInt(1_000_000));
        rows.add(RowFactory.create(number, by));
        expected.add(
            by == null ? null : number.divide(new BigDecimal(by), 2, RoundingMode.HALF_UP));
      }
      StructType schema =
          new StructType()
              .add("number", DataTypes.createDecimalType(38, 4))
              .add("divisor", DataTypes.LongType);
      List<BigDecimal> found =
          spark
              .createDataFrame(rows, schema)
              .repartition(1)
              .selectExpr("number", "divide_rounded(number, divisor, 2) as quotient")
              .collectAsList()
              .stream()
              .map(row -> row.getDecimal(1))
              .toList();

      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      before.forEach(spark.conf()::set);
    }
  }

  @Test
  void isNullForNull() {
    assertThat(
            spark
                .sql("select divide_rounded(null, 0, 2), divide_rounded(1, null, 2)")
                .collectAsList())
        .containsExactly(RowFactory.create(null, null));
  }

  @Test
  void failsByZero() {
    assertThatThrownBy(
            () -> spark.sql("select divide_rounded(id, id, 2) from range(1)").collectAsList())
        .hasRootCauseInstanceOf(ArithmeticException.class)
        .hasMessageContaining("DIVIDE_BY_ZERO");
  }

  @Test
  void aQuotientTooLongForItsTypeHasNoRemedyThatIsRefused() {
    assertThatThrownBy(
            () ->
                spark
                    .sql(
                        "select divide_rounded(cast(repeat('9', 38) as decimal(38)), id + 1, 1) from range(1)")
                    .collectAsList())
        .satisfies(
            failed ->
                assertThat(SqlErrors.text(SqlErrors.in(failed).orElseThrow(), false))
                    .isEqualTo(
                        "[NUMERIC_VALUE_OUT_OF_RANGE] "
                            + "9".repeat(38)
                            + ".0 cannot be represented as Decimal(38, 1)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          divide_rounded(1.5D, 2, 2)   | Parameter 1 requires the ("INTEGRAL" or "DECIMAL") type
          divide_rounded(1, '2', 2)    | Parameter 2 requires the ("INTEGRAL" or "DECIMAL") type
          divide_rounded(1, 2, id)     | the input digits should be a foldable "INT" expression
          divide_rounded(1, 2, 39)     | The digits must be between [0, 38] (current value = 39)
          divide_rounded(1, 2)         | requires 3 parameters but the actual number is 2
          """)
  void refusesWhatIsNotExact(String call, String message) {
    assertThatThrownBy(() -> spark.sql("select " + call + " from range(1)"))
        .hasMessageContaining(message);
  }
}
