// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextParserTest {
  private final TextParser parser = new TextParser();

  @ParameterizedTest
  @ValueSource(strings = {"a", " a ", "\ta", "NULL", "\u00a0", "\n", "é", "😀"})
  void keepsTextAsItIs(String text) {
    assertThat(parser.text(Text.of(text))).isEqualTo(Text.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", " \t \t"})
  void blankTextIsMissing(String text) {
    assertThat(parser.text(Text.of(text))).isNull();
  }

  @Test
  void readsTrueAndFalse() {
    assertThat(parser.bool(Text.of("true"))).isTrue();
    assertThat(parser.bool(Text.of(" TRUE\t"))).isTrue();
    assertThat(parser.bool(Text.of("False"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "t",
        "f",
        "yes",
        "no",
        "0",
        "1",
        "truee",
        "tr ue",
        "null",
        "true\u00a0",
        "\u2003true"
      })
  void refusesEverythingElse(String text) {
    assertThat(parser.bool(Text.of(text))).isNull();
  }
}
