package io.sluice.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void staysOnOneLineAndNeverCutsACharacter() {
    assertThat(Shown.plain("a\u2028b\u2029c\ud800")).isEqualTo("a\\u2028b\\u2029c\\ud800");
    assertThat(Shown.plain("😀".repeat(61))).isEqualTo("😀".repeat(60) + "…");
  }

  @Test
  void leavesPlainTextAlone() {
    assertThat(Shown.plain("Größe 12 € 😀")).isEqualTo("Größe 12 € 😀");
    assertThat(Shown.quoted("it's")).isEqualTo("'it's'");
    assertThat(Shown.quoted("")).isEqualTo("''");
  }

  @Test
  void escapesWhatWouldMoveOrHideText() {
    assertThat(Shown.plain("a\r\n\tb\u0000\u001b[31m\u007f\u0085"))
        .isEqualTo("a\\u000d\\u000a\\u0009b\\u0000\\u001b[31m\\u007f\\u0085");
    assertThat(Shown.plain("\ufeffa\u202eb\u200bc")).isEqualTo("\\ufeffa\\u202eb\\u200bc");
  }

  @Test
  void shortensLongText() {
    assertThat(Shown.plain("x".repeat(60))).isEqualTo("x".repeat(60));
    assertThat(Shown.quoted("x".repeat(61))).isEqualTo("'" + "x".repeat(60) + "…'");
  }
}
