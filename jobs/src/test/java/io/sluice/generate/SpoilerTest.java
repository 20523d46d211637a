// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.testing.Sources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoilerTest {
  private static final List<String> COLUMNS = List.of("note", "id", "n", "d", "x", "at", "yes");
  private static final List<String> GOOD =
      List.of("hello", "a", "1", "1.00", "1.5", "2026-01-05 10:00:00", "true");

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.1, 0.5, 1})
  void soManyIdsAreBad(double ratio) {
    Spoiler spoiler = spoiler(ratio);
    int ids = 200_000;

    long bad = LongStream.range(0, ids).filter(spoiler::isBad).count();

    double deviation = 4 * Math.sqrt(ids * ratio * (1 - ratio));
    assertThat((double) bad).isCloseTo(ids * ratio, within(deviation));
  }

  @Test
  void anIdIsAlwaysBadInTheSameWay() {
    for (long id = 0; id < 1_000; id++) {
      assertThat(spoiler(0.5).isBad(id)).isEqualTo(spoiler(0.5).isBad(id));
      assertThat(spoiler(0.5).spoil(id, GOOD)).isEqualTo(spoiler(0.1).spoil(id, GOOD));
    }
  }

  @Test
  void everyWayBreaksATypeARequiredValueOrTheNumberOfColumns() {
    Set<List<String>> found = new HashSet<>();
    for (long id = 0; id < 5_000; id++) {
      found.add(spoiler(1).spoil(id, GOOD));
    }

    assertThat(found)
        .containsExactlyInAnyOrder(
            spoiled("id", ""),
            spoiled("id", "   "),
            spoiled("n", "many"),
            spoiled("n", "1.5"),
            spoiled("n", "99999999999999999999"),
            spoiled("d", "twelve"),
            spoiled("d", "1,23.50"),
            spoiled("d", "NaN"),
            spoiled("d", "0.123456789012345678901234567890123456789"),
            spoiled("x", "NaN"),
            spoiled("x", "1e999"),
            spoiled("x", "0x1p3"),
            spoiled("at", "yesterday"),
            spoiled("at", "2026-02-30 10:00:00"),
            spoiled("at", "10:15"),
            spoiled("yes", "maybe"),
            longer());
  }

  @Test
  void columnsThatAreNotGeneratedAreLeftAlone() {
    Spoiler spoiler = new Spoiler(Sources.csv("id STRING NOT NULL, n INT"), List.of("other"), 1);

    for (long id = 0; id < 100; id++) {
      assertThat(spoiler.spoil(id, List.of("x"))).containsExactly("x", "one value too many");
    }
  }

  private static Spoiler spoiler(double ratio) {
    return new Spoiler(
        Sources.csv(
            "id STRING NOT NULL, n INT, d DECIMAL(10,2), x DOUBLE, at TIMESTAMP, yes BOOLEAN,"
                + " note STRING"),
        COLUMNS,
        ratio);
  }

  private static List<String> spoiled(String column, String text) {
    List<String> values = new ArrayList<>(GOOD);
    values.set(COLUMNS.indexOf(column), text);
    return values;
  }

  private static List<String> longer() {
    List<String> values = new ArrayList<>(GOOD);
    values.add("one value too many");
    return values;
  }
}
