// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Format;
import org.junit.jupiter.api.Test;

/** The files that a pipeline takes, by the name of its sample. */
class FilesPatternTest {
  @Test
  void patternsOfFiles() {
    assertThat(pattern("orders.csv")).isEqualTo("*.csv");
    assertThat(pattern("orders.csv.gz")).isEqualTo("*.csv");
    assertThat(pattern("ORDERS.CSV")).isEqualTo("*.CSV");
    assertThat(pattern("orders.txt")).isEqualTo("*.txt");
    assertThat(pattern("orders")).isEqualTo("*");
    assertThat(pattern("orders.csv.tmp")).isEqualTo("*.csv");
  }

  private static String pattern(String name) {
    return FilesPattern.of(name, Format.CSV);
  }
}
