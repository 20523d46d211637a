// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapedTest {
  @Test
  void staysOnOneLineAndNeverCutsACharacter() {
    assertThat(Escaped.plain("a\u2028b\u2029c\ud800")).isEqualTo("a\\u2028b\\u2029c\\ud800");
    assertThat(Escaped.plain("😀".repeat(61))).isEqualTo("😀".repeat(60) + "…");
  }

  @Test
  void leavesPlainTextAlone() {
    assertThat(Escaped.plain("Größe 12 € 😀")).isEqualTo("Größe 12 € 😀");
    assertThat(Escaped.quoted("it's")).isEqualTo("'it's'");
    assertThat(Escaped.quoted("")).isEqualTo("''");
  }

  @Test
  void escapesWhatWouldMoveOrHideText() {
    assertThat(Escaped.plain("a\r\n\tb\u0000\u001b[31m\u007f\u0085"))
        .isEqualTo("a\\u000d\\u000a\\u0009b\\u0000\\u001b[31m\\u007f\\u0085");
    assertThat(Escaped.plain("\ufeffa\u202eb\u200bc")).isEqualTo("\\ufeffa\\u202eb\\u200bc");
  }

  @Test
  void shortensLongText() {
    assertThat(Escaped.plain("x".repeat(60))).isEqualTo("x".repeat(60));
    assertThat(Escaped.quoted("x".repeat(61))).isEqualTo("'" + "x".repeat(60) + "…'");
  }
}
