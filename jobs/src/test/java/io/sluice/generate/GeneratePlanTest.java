// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.generate.GeneratePlan.Part;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratePlanTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void filesAreAsEvenAsCanBe() {
    assertThat(parts(0, 10, 1)).containsExactly(new Part(0, 9));
    assertThat(parts(100, 10, 3))
        .containsExactly(new Part(100, 102), new Part(103, 105), new Part(106, 109));
    assertThat(parts(7, 2, 2)).containsExactly(new Part(7, 7), new Part(8, 8));
  }

  @Test
  void noFileIsEmpty() {
    assertThat(parts(5, 2, 4)).containsExactly(new Part(5, 5), new Part(6, 6));
    assertThat(parts(5, 0, 4)).isEmpty();
  }

  @Test
  void filesHoldEveryIdOnce() {
    for (int rows = 1; rows < 60; rows++) {
      for (int files = 1; files < 20; files++) {
        long next = 1_000;
        for (Part part : parts(1_000, rows, files)) {
          assertThat(part.first()).isEqualTo(next);
          assertThat(part.last()).isGreaterThanOrEqualTo(part.first());
          next = part.last() + 1;
        }
        assertThat(next).isEqualTo(1_000 + rows);
      }
    }
  }

  @Test
  void aNameTellsTheIds() {
    assertThat(new Part(7, 1_234).fileName("shop", "csv"))
        .isEqualTo("shop-000000000007-000000001234.csv");
    assertThat(new GeneratePlan(7, 3, 1, START, 0).next()).isEqualTo(10);
  }

  @Test
  void aPlanIsKeptAsText() {
    GeneratePlan plan = new GeneratePlan(7, 1_000, 3, START, 0.25);

    assertThat(plan.json())
        .isEqualTo(
            "{\"first\":7,\"rows\":1000,\"files\":3,\"start\":\"2026-01-01T00:00:00Z\","
                + "\"bad_ratio\":0.25}\n");
    assertThat(GeneratePlan.parse(plan.json())).isEqualTo(plan);
    assertThatThrownBy(() -> GeneratePlan.parse("{\"first\":7,\"ro"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> GeneratePlan.parse(plan.json().replace("T00", "")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> GeneratePlan.parse("{}")).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Part> parts(long first, long rows, int files) {
    return new GeneratePlan(first, rows, files, START, 0).parts();
  }
}
