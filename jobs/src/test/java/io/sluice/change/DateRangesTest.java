// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DateRangesTest {
  @Test
  void days_in_a_row_are_one_range() {
    DateRanges dates =
        of("2024-03-01", "2024-02-28", "2024-02-29", "2024-03-03", "2024-03-03", "2023-12-31");

    assertThat(dates.texts()).containsExactly("2023-12-31", "2024-02-28..2024-03-01", "2024-03-03");
    assertThat(dates.days()).isEqualTo(5);
    assertThat(DateRanges.parse(dates.texts())).isEqualTo(dates);
  }

  @Test
  void both_are_the_dates_of_either() {
    assertThat(of("2024-03-01", "2024-03-02", "2024-03-03").and(of("2024-03-02")).texts())
        .containsExactly("2024-03-01..2024-03-03");
    assertThat(of("2024-03-01", "2024-03-03").and(of("2024-03-02", "2024-03-05")).texts())
        .containsExactly("2024-03-01..2024-03-03", "2024-03-05");
    assertThat(DateRanges.NONE.and(of("2024-03-01"))).isEqualTo(of("2024-03-01"));
    assertThat(DateRanges.NONE.days()).isZero();
  }

  @Test
  void a_range_cuts_them_in_two() {
    DateRanges march = of("2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04", "2024-03-08");
    assertThat(march.without(range("2024-03-02", "2024-03-03")).texts())
        .containsExactly("2024-03-01", "2024-03-04", "2024-03-08");
    assertThat(march.within(range("2024-03-02", "2024-03-03")).texts())
        .containsExactly("2024-03-02..2024-03-03");
    assertThat(march.without(range("2024-03-04", "2024-03-31")).texts())
        .containsExactly("2024-03-01..2024-03-03");
    assertThat(march.within(range("2024-03-04", "2024-03-31")).texts())
        .containsExactly("2024-03-04", "2024-03-08");
    assertThat(march.without(range("2024-03-05", "2024-03-07"))).isEqualTo(march);
    assertThat(march.within(range("2024-02-01", "2024-02-29"))).isEqualTo(DateRanges.NONE);
    assertThat(march.without(range("2024-02-01", "2024-04-30"))).isEqualTo(DateRanges.NONE);
  }

  private static DateRange range(String from, String to) {
    return new DateRange(LocalDate.parse(from), LocalDate.parse(to));
  }

  private static DateRanges of(String... dates) {
    return DateRanges.of(Stream.of(dates).map(LocalDate::parse).toList());
  }
}
