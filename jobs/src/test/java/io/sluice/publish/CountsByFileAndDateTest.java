// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.time.LocalDate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class CountsByFileAndDateTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-01-05");
  private static final LocalDate TUESDAY = LocalDate.parse("2026-01-06");

  private final SparkSession spark;

  CountsByFileAndDateTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void countsRowsByFileAndDate() {
    CountsByFileAndDate<String> tally =
        CountsByFileAndDate.of(
            spark.sql(
                """
                select * from values
                    ('a.csv', date '2026-01-05'),
                    ('a.csv', date '2026-01-05'),
                    ('a.csv', date '2026-01-06'),
                    ('a.csv', null),
                    ('b.csv', null),
                    ('b.csv', null)
                as rows (`the file`, `the date`)
                """),
            "the file",
            "the date");

    assertThat(tally.total()).isEqualTo(6);
    assertThat(tally.of("a.csv")).isEqualTo(4);
    assertThat(tally.of("a.csv", MONDAY)).isEqualTo(2);
    assertThat(tally.of("a.csv", TUESDAY)).isOne();
    assertThat(tally.undated("a.csv")).isOne();
    assertThat(tally.dates("a.csv")).containsExactly(MONDAY, TUESDAY);
    assertThat(tally.of("b.csv")).isEqualTo(2);
    assertThat(tally.undated("b.csv")).isEqualTo(2);
    assertThat(tally.dates("b.csv")).isEmpty();
    assertThat(tally.dates()).containsExactly(MONDAY, TUESDAY);
  }

  @Test
  void whatIsNotThereCountsZero() {
    assertThat(CountsByFileAndDate.<String>none().total()).isZero();
    assertThat(CountsByFileAndDate.<String>none().of("a.csv")).isZero();
    assertThat(CountsByFileAndDate.<String>none().of("a.csv", MONDAY)).isZero();
    assertThat(CountsByFileAndDate.<String>none().undated("a.csv")).isZero();
    assertThat(CountsByFileAndDate.<String>none().dates()).isEmpty();
    assertThat(CountsByFileAndDate.<String>none().dates("a.csv")).isEmpty();
  }
}
