// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePatternTest {
  @ParameterizedTest
  @CsvSource({
    "*.csv, a.csv, true",
    "*.csv, in/a.csv, false",
    "**/*.csv, a.csv, true",
    "**/*.csv, in/a.csv, true",
    "**/*.csv, in/deep/a.csv, true",
    "in/**/*.csv, in/a.csv, true",
    "in/**/*.csv, in/deep/a.csv, true",
    "in/**/*.csv, a.csv, false",
    "**/in/**/a.csv, in/a.csv, true",
    "*/*.csv, a.csv, false",
    "**, in/a, true",
  })
  void matches(String pattern, String path, boolean expected) {
    assertThat(new FilePattern(pattern).matches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "*.csv", "**/*.csv", "2026/*/x-?.{csv,txt}", "data_*.csv", "a b.csv"})
  void takesPatterns(String text) {
    assertThat(FilePattern.isAllowed(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/in/*.csv",
        "in/",
        "a//b",
        "../*.csv",
        "./a.csv",
        ".*",
        "_*",
        "*.part",
        "*._COPYING_",
        "[a.csv"
      })
  void refusesWhatCanTakeNothing(String text) {
    assertThat(FilePattern.isAllowed(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a.csv.tmp, true",
    "A.PART, true",
    ".a, true",
    "_a, true",
    "a.csv, false",
    "tmp, false",
    "part.csv, false",
    "a.tmp.csv, false"
  })
  void tellsUploads(String name, boolean expected) {
    assertThat(UploadNames.has(name)).isEqualTo(expected);
  }
}
