// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.testing.PipelineFolder;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AffectedDatesTest {
  private static final String BY_DATE = "-- materialized: incremental_by_date\n";

  @TempDir private Path root;

  @Test
  void withoutAnOverlapADateAffectsItself() {
    Pipeline pipeline = daily(BY_DATE);

    assertThat(AffectedDates.days(first(pipeline))).isZero();
    assertThat(AffectedDates.of(first(pipeline), days(3, 7))).isEqualTo(days(3, 7));
  }

  @Test
  void anOverlapAffectsDatesOnBothSides() {
    Pipeline pipeline = daily(BY_DATE + "-- overlap: 1 day\n");

    assertThat(AffectedDates.of(first(pipeline), days(3, 4, 9)))
        .isEqualTo(days(2, 3, 4, 5, 8, 9, 10));
    assertThat(AffectedDates.widened(first(pipeline), days(9), 3))
        .isEqualTo(days(6, 7, 8, 9, 10, 11, 12));
  }

  @Test
  void aPartOfADayCountsAsOne() {
    assertThat(AffectedDates.days(first(daily(BY_DATE + "-- overlap: 25 hours\n")))).isEqualTo(2);
  }

  @Test
  void overlapsAddUpAlongWhatIsRead() {
    Pipeline pipeline =
        new PipelineFolder(root)
            .write(
                "aggregations/a_daily.sql",
                BY_DATE + "-- overlap: 1 day\nselect sold_date from sales\n")
            .write(
                "aggregations/weekly.sql",
                BY_DATE + "-- overlap: 2 days\nselect sold_date from a_daily\n")
            .write("aggregations/yearly.sql", BY_DATE + "select sold_date from weekly\n")
            .load();
    Aggregation weekly = pipeline.aggregations().get(1);
    Aggregation yearly = pipeline.aggregations().get(2);

    assertThat(AffectedDates.read(pipeline, first(pipeline), days(9))).isEqualTo(days(9));
    assertThat(AffectedDates.read(pipeline, weekly, days(9))).isEqualTo(days(8, 9, 10));
    assertThat(AffectedDates.read(pipeline, yearly, days(9)))
        .isEqualTo(days(6, 7, 8, 9, 10, 11, 12));
  }

  private Pipeline daily(String directives) {
    return new PipelineFolder(root)
        .write("aggregations/daily.sql", directives + "select sold_date from sales\n")
        .load();
  }

  private static Aggregation first(Pipeline pipeline) {
    return pipeline.aggregations().get(0);
  }

  private static SortedSet<LocalDate> days(int... days) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    Arrays.stream(days).forEach(day -> dates.add(LocalDate.of(2026, 1, day)));
    return dates;
  }
}
