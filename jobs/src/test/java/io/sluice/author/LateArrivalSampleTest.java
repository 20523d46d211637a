// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class LateArrivalSampleTest {
  private final SparkSession spark;

  LateArrivalSampleTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void fewerThanThreeDatesAreNoSample() {
    assertThat(LateArrivalSample.among(rows(2, 4), "day")).isEmpty();
  }

  @Test
  void halfOfTheMiddleAndTheLastDateComeLate() {
    LateArrivalSample sample = LateArrivalSample.among(rows(6, 4), "day").orElseThrow();

    assertThat(sample.dates()).isEqualTo(6);
    assertThat(sample.touched()).containsExactly(day(3), day(4), day(6));
    assertThat(counts(sample.early().table(spark)))
        .containsExactly("1: 4", "2: 4", "3: 2", "4: 2", "5: 4");
    assertThat(counts(sample.late().table(spark))).containsExactly("3: 2", "4: 2", "6: 4");
    assertThat(sample.early().table(spark).union(sample.late().table(spark)).collectAsList())
        .containsExactlyInAnyOrderElementsOf(sample.all().table(spark).collectAsList());
    assertThat(sample.all().rows().size()).isEqualTo(24);
  }

  @Test
  void ofThreeDatesOneStaysOneGetsLateRowsAndOneIsNew() {
    LateArrivalSample sample = LateArrivalSample.among(rows(3, 2), "day").orElseThrow();

    assertThat(counts(sample.early().table(spark))).containsExactly("1: 2", "2: 1");
    assertThat(counts(sample.late().table(spark))).containsExactly("2: 1", "3: 2");
  }

  private Dataset<Row> rows(int dates, int each) {
    return spark
        .range((long) dates * each)
        .selectExpr(
            "date_add(date'2026-01-01', cast(id / " + each + " as int)) as day",
            "xxhash64(id) as record_hash");
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 1, day);
  }

  /** Such as "3: 2" for two rows of the third. */
  private static List<String> counts(Dataset<Row> rows) {
    return rows.select("day").collectAsList().stream()
        .map(row -> row.<Date>getAs(0).toLocalDate().getDayOfMonth())
        .collect(Collectors.groupingBy(day -> day, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(count -> count.getKey() + ": " + count.getValue())
        .toList();
  }
}
