// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void counts() {
    assertThat(Counted.of(1, "file")).isEqualTo("1 file");
    assertThat(Counted.of(0, "file")).isEqualTo("0 files");
    assertThat(Counted.of(1, "batch")).isEqualTo("1 batch");
    assertThat(Counted.of(2, "batch")).isEqualTo("2 batches");
  }

  @Test
  void sizes() {
    assertThat(Counted.bytes(1)).isEqualTo("1 byte");
    assertThat(Counted.bytes(999)).isEqualTo("999 bytes");
    assertThat(Counted.bytes(1_000)).isEqualTo("1.0 kB");
    assertThat(Counted.bytes(999_949)).isEqualTo("999.9 kB");
    assertThat(Counted.bytes(999_950)).isEqualTo("1.0 MB");
    assertThat(Counted.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }
}
