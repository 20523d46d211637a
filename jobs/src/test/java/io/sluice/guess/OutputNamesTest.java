// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names of columns, made from those that files have. */
class OutputNamesTest {
  @Test
  void namesOfColumns() {
    OutputNames names = new OutputNames();

    assertThat(names.of("Order ID", 1)).isEqualTo("order_id");
    assertThat(names.of("orderId", 2)).isEqualTo("order_id_2");
    assertThat(names.of("Größe (cm)", 3)).isEqualTo("groesse_cm");
    assertThat(names.of("2024", 4)).isEqualTo("c_2024");
    assertThat(names.of("???", 5)).isEqualTo("column_5");
    assertThat(names.of("record_hash", 6)).isEqualTo("record_hash_2");
    assertThat(names.of("Anteil %", 7)).isEqualTo("anteil_percent");
  }
}
