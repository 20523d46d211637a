// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that may be meant. */
class SuggestionsTest {
  private static final List<String> NAMES =
      List.of("id", "price", "sold_date", "quantity", "visits", "aggregations");

  @ParameterizedTest
  @CsvSource({
    "ids, id",
    "prize, price",
    "Sold Date, sold_date",
    "solddate, sold_date",
    "sold_dates, sold_date",
    "quantty, quantity",
    "vistis, visits",
    "aggregation, aggregations"
  })
  void areNear(String meant, String name) {
    assertThat(Suggestions.near(meant, NAMES)).contains(name);
    assertThat(Suggestions.didYouMean(meant, NAMES)).isEqualTo(" (did you mean '" + name + "'?)");
  }

  @ParameterizedTest
  @CsvSource({"xy", "amount", "shop", "date"})
  void areNotNear(String meant) {
    assertThat(Suggestions.near(meant, NAMES)).isEmpty();
    assertThat(Suggestions.didYouMean(meant, NAMES)).isEmpty();
  }

  @Test
  void thereMayBeNone() {
    assertThat(Suggestions.near("id", List.of())).isEmpty();
  }
}
