// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.SparkSessionExtension;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.SparkArithmeticException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class RowsAheadTest {
  private final SparkSession spark;

  RowsAheadTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void eachQueryHasItsRows() {
    try (RowsAhead ahead = new RowsAhead()) {
      List<Supplier<DriverRows>> begun =
          List.of(1, 2, 3, 4, 5).stream()
              .map(n -> ahead.of(spark.sql("select " + n + " as n union all select -" + n)))
              .toList();

      assertThat(begun)
          .extracting(rows -> RowTexts.of(rows.get(), List.of("n")).toString())
          .containsExactly(
              "[[1], [-1]]", "[[2], [-2]]", "[[3], [-3]]", "[[4], [-4]]", "[[5], [-5]]");
    }
  }

  @Test
  void whatAQueryThrowsIsThrownWhereItsRowsAreWanted() {
    try (RowsAhead ahead = new RowsAhead()) {
      Supplier<DriverRows> rows = ahead.of(spark.sql("select 1 div id as x from range(2)"));

      assertThatThrownBy(rows::get)
          .satisfies(
              e -> assertThat(SqlErrors.in(e)).containsInstanceOf(SparkArithmeticException.class));
    }
  }

  @Test
  void aQueryIsComputedWithTheSettingsOfItsSession() {
    SparkSession other = spark.newSession();
    other.conf().set("spark.sql.mark", "of this session");
    MapFunction<Long, String> mark = id -> SQLConf.get().getConfString("spark.sql.mark", "none");
    try (RowsAhead ahead = new RowsAhead()) {
      Supplier<DriverRows> rows =
          ahead.of(other.range(1).map(mark, Encoders.STRING()).toDF("mark"));

      assertThat(RowTexts.of(rows.get(), List.of("mark")))
          .containsExactly(List.of("of this session"));
    }
  }
}
