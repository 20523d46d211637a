// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class GlobTest {
  @Test
  void matchesNamesAsShellsDo() {
    assertThat(new Glob("shop-*.{csv,csv.gz}").matches("shop-1.csv.gz")).isTrue();
    assertThat(new Glob("shop-?.csv").matches("shop-12.csv")).isFalse();
    assertThat(new Glob("a.csv").matches("a.csv")).isTrue();
    assertThat(new Glob("a").matches("a.csv")).isFalse();
  }

  @Test
  void aNameMatchesItselfWhateverItLooksLike() {
    assertThat(new Glob("data[1].csv").matches("data[1].csv")).isTrue();
    assertThat(new Glob("data[1].csv").matches("data1.csv")).isTrue();
  }

  @Test
  void whatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> new Glob("[")).isInstanceOf(PatternSyntaxException.class);
  }
}
