// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch.RecordCount;
import io.sluice.testing.Sources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class CsvReadPlanTest {
  private static final CsvAnomalies UNCLOSED = new CsvAnomalies(false, false, true);

  private final CsvReadPlan plan =
      new CsvReadPlan(Sources.csv("id STRING NOT NULL, n INT"), new Configuration());

  @Test
  void filesWithTheSameHeaderAreReadTogether() {
    add("a", "id,n", 3, CsvAnomalies.NONE);
    add("b", "n,id", 4, CsvAnomalies.NONE);
    add("c", "ID, n", 5, CsvAnomalies.NONE);

    assertThat(grouped()).containsExactly(List.of("a", "c"), List.of("b"));
    assertThat(plan.counts())
        .isEqualTo(
            Map.of(
                "a",
                new RecordCount(3, 1),
                "b",
                new RecordCount(4, 1),
                "c",
                new RecordCount(5, 1)));
  }

  @Test
  void filesWithAnomaliesAreReadApart() {
    add("a", "id,n", 1, CsvAnomalies.NONE);
    add("b", "id,n", 1, UNCLOSED);

    assertThat(grouped()).containsExactly(List.of("a"), List.of("b"));
    assertThat(plan.groups().get(1).anomalies()).isEqualTo(UNCLOSED);
  }

  @Test
  void manyHeadersAreReadTogetherByTheirNumberOfColumns() {
    IntStream.range(0, 12).forEach(i -> add("f" + i, "id,x" + i, 1, CsvAnomalies.NONE));
    assertThat(plan.groups()).hasSize(12).allMatch(CsvGroup::hasOneHeader);

    add("g", "id,n,x", 1, CsvAnomalies.NONE);

    assertThat(plan.groups()).hasSize(2);
    assertThat(plan.groups().get(0).files()).hasSize(12);
    assertThat(plan.groups().get(0).hasOneHeader()).isFalse();
  }

  @Test
  void rejectedFilesAreNotRead() {
    plan.reject(delivery("a"), "unbalanced: by itself");
    plan.add(
        new Path("b"),
        delivery("b"),
        new CsvInspector.Inspected("", "encoding: wrong", 0, 0, CsvAnomalies.NONE, false));
    add("c", "n", 1, CsvAnomalies.NONE);

    assertThat(plan.groups()).isEmpty();
    assertThat(plan.counts()).isEmpty();
    assertThat(plan.rejected())
        .isEqualTo(
            Map.of(
                "a", "unbalanced: by itself",
                "b", "encoding: wrong",
                "c", "header_mismatch: required column id is missing from the header 'n'"));
  }

  @Test
  void aFileOfNothingCountsAndIsNotRead() {
    add("a", "", 0, CsvAnomalies.NONE);

    assertThat(plan.groups()).isEmpty();
    assertThat(plan.rejected()).isEmpty();
    assertThat(plan.counts()).isEqualTo(Map.of("a", new RecordCount(0, 1)));
  }

  private void add(String name, String header, long records, CsvAnomalies anomalies) {
    plan.add(
        new Path(name),
        delivery(name),
        new CsvInspector.Inspected(header, "", records, 1, anomalies, false));
  }

  private List<List<String>> grouped() {
    return plan.groups().stream()
        .map(group -> group.files().keySet().stream().map(Path::getName).toList())
        .toList();
  }

  private static Delivery delivery(String name) {
    return new Delivery(name, 10, Instant.EPOCH);
  }
}
