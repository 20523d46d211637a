// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class DateChecksumTest {
  private static final LocalDate FIFTH = LocalDate.of(2026, 1, 5);
  private static final LocalDate SIXTH = LocalDate.of(2026, 1, 6);

  private final SparkSession spark;

  DateChecksumTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void eachDateHasItsRowsAndTheSumsOfItsDecimals() {
    SortedMap<LocalDate, DateChecksum> checksums =
        checksums(
            "(date'2026-01-05', 1.50, 'a'), (date'2026-01-05', 2.25, 'b'),"
                + " (date'2026-01-06', null, 'c')");

    assertThat(checksums.keySet()).containsExactly(FIFTH, SIXTH);
    assertThat(checksums.get(FIFTH).rows()).isEqualTo(2);
    assertThat(checksums.get(FIFTH).sums()).isEqualTo(Map.of("total", new BigDecimal("3.75")));
    assertThat(checksums.get(SIXTH).sums()).isEqualTo(Map.of("total", new BigDecimal("0.00")));
  }

  @Test
  void rowsWithoutADateComeFirst() {
    assertThat(checksums("(date'2026-01-05', 1.50, 'a'), (null, 1.00, 'b')").firstKey()).isNull();
  }

  @Test
  void theOrderOfRowsMakesNoDifferenceAndAnyOtherRowDoes() {
    DateChecksum checksum = fifth("(date'2026-01-05', 1.0, 'a'), (date'2026-01-05', 2.0, 'b')");

    assertThat(
            checksum.hasOtherRowsThan(
                fifth("(date'2026-01-05', 2.0, 'b'), (date'2026-01-05', 1.0, 'a')")))
        .isFalse();
    for (String others :
        List.of(
            "(date'2026-01-05', 1.0, 'b'), (date'2026-01-05', 2.0, 'a')",
            "(date'2026-01-05', 1.0, 'a')",
            "(date'2026-01-05', 1.0, 'a'), (date'2026-01-05', 2.0, null)")) {
      assertThat(checksum.hasOtherRowsThan(fifth(others))).as(others).isTrue();
    }
  }

  @Test
  void onlyTheNamedColumnsMakeRowsEqual() {
    Dataset<Row> one = rows("(date'2026-01-05', 1.0, 'a')");
    Dataset<Row> other = rows("(date'2026-01-05', 1.0, 'b')");

    assertThat(
            DateChecksum.of(one, "day", List.of("total"))
                .get(FIFTH)
                .hasOtherRowsThan(DateChecksum.of(other, "day", List.of("total")).get(FIFTH)))
        .isFalse();
  }

  @Test
  void bothSidesAreCheckedInOneGo() {
    DateChecksum.BeforeAndAfter both =
        DateChecksum.of(
            rows("(date'2026-01-05', 1.0, 'a')"),
            rows("(date'2026-01-05', 1.0, 'a'), (date'2026-01-06', 2.0, 'b')"),
            "day",
            List.of("day", "total", "name"));

    assertThat(both.before()).isEqualTo(checksums("(date'2026-01-05', 1.0, 'a')"));
    assertThat(both.after())
        .isEqualTo(checksums("(date'2026-01-05', 1.0, 'a'), (date'2026-01-06', 2.0, 'b')"));
  }

  @Test
  void nestedColumnsCountToo() {
    Dataset<Row> one =
        rows("(date'2026-01-05', 1.0, 'a')").selectExpr("day", "map('k', name) as m");
    Dataset<Row> other =
        rows("(date'2026-01-05', 1.0, 'b')").selectExpr("day", "map('k', name) as m");
    List<String> columns = List.of("day", "m");

    assertThat(
            DateChecksum.of(one, "day", columns)
                .get(FIFTH)
                .hasOtherRowsThan(DateChecksum.of(other, "day", columns).get(FIFTH)))
        .isTrue();
  }

  private DateChecksum fifth(String values) {
    return checksums(values).get(FIFTH);
  }

  private SortedMap<LocalDate, DateChecksum> checksums(String values) {
    return DateChecksum.of(rows(values), "day", List.of("day", "total", "name"));
  }

  private Dataset<Row> rows(String values) {
    return spark.sql(
        "select col1 as day, cast(col2 as decimal(10,2)) as total, cast(col3 as string) as name"
            + " from values "
            + values);
  }
}
