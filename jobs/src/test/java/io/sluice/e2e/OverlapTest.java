// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Visits that cross midnight are exact up to the overlap, and a run says so beyond it. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class OverlapTest {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @TempDir Path folder;

  private ShopAggregations shop;

  @BeforeEach
  void openShop() {
    shop = new ShopAggregations(folder).aggregation("visits", ShopAggregations.VISITS);
  }

  @Test
  void late_sales_join_visits_across_midnight() throws IOException {
    shop.sell(
        "first.csv",
        "1 1.00 ann 2026-01-05 23:50:00",
        "2 1.00 ann 2026-01-06 00:40:00",
        "3 1.00 bob 2026-01-06 12:00:00",
        "4 1.00 eve 2026-01-02 12:00:00");
    assertThat(aggregate().exitCode()).isZero();
    shop.sell("late.csv", "5 1.00 ann 2026-01-06 00:15:00", "6 1.00 bob 2026-01-06 13:00:00");

    RunResult run = aggregate();

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(shop.rows("visits", "sold_date", "buyer", "began", "sales"))
        .containsExactly(
            "2026-01-02 eve 2026-01-02T12:00:00Z 1",
            "2026-01-05 ann 2026-01-05T23:50:00Z 3",
            "2026-01-06 bob 2026-01-06T12:00:00Z 1",
            "2026-01-06 bob 2026-01-06T13:00:00Z 1");
    assertThat(run.report().path("restated_dates").toString())
        .isEqualTo("[\"2026-01-05\",\"2026-01-06\"]");
  }

  @Test
  void a_longer_visit_that_grows_at_its_end_is_refused() throws IOException {
    shop.sell("first.csv", everyTwentyMinutes("2026-01-05 00:00:00", "2026-01-07 12:00:00"));
    assertThat(aggregate().exitCode()).isZero();
    shop.sell("late.csv", "late 1.00 ann 2026-01-07 12:15:00");

    RunResult run = aggregate();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.message())
        .isEqualTo(
            "Cannot compute aggregations/visits.sql by date: rows further away depend on data that is further away than its overlap of 1 day; raise '-- overlap:', then run ./sluice aggregate --pipeline shop --full-refresh visits");
    shop.aggregation("visits", ShopAggregations.VISITS.replace("1 day", "3 days"));
    assertThat(shop.workspace().run("aggregate", "--full-refresh", "visits").exitCode()).isZero();
    assertThat(shop.rows("visits", "sold_date", "sales")).containsExactly("2026-01-05 182");
  }

  @Test
  void a_longer_visit_next_to_new_data_is_refused() throws IOException {
    shop.sell("first.csv", everyTwentyMinutes("2026-01-06 12:00:00", "2026-01-08 12:00:00"));
    assertThat(aggregate().exitCode()).isZero();
    shop.sell("late.csv", "late 1.00 bob 2026-01-05 12:00:00");

    RunResult run = aggregate();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.message())
        .startsWith(
            "Cannot compute aggregations/visits.sql by date: rows next to the new data depend on data that is further away than its overlap");
  }

  private RunResult aggregate() throws IOException {
    return shop.workspace().run("aggregate");
  }

  private static String[] everyTwentyMinutes(String from, String to) {
    List<String> sales = new ArrayList<>();
    LocalDateTime end = LocalDateTime.parse(to, TIME);
    for (LocalDateTime at = LocalDateTime.parse(from, TIME);
        !at.isAfter(end);
        at = at.plusMinutes(20)) {
      sales.add(
          "%s 1.00 ann %s".formatted(at.format(DateTimeFormatter.ISO_DATE_TIME), TIME.format(at)));
    }
    return sales.toArray(String[]::new);
  }
}
