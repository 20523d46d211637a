// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0 seconds, PT0S",
    "30 seconds, PT30S",
    "10 minutes, PT10M",
    "3 hours, PT3H",
    "1 day, PT24H",
    "' 90   days ', PT2160H",
    "999999999 days, PT23999999976H"
  })
  void reads_a_number_and_a_unit(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 day", "90 days", "3 hours", "25 hours", "10 minutes", "61 seconds"})
  void writes_what_it_reads(String text) {
    assertThat(Durations.written(Durations.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-1 days", "1.5 hours", "1day", "2 weeks", "1 Day", "1 hour 5"})
  void refuses_anything_else(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "found '%s'; allowed: a duration, such as 30 seconds, 10 minutes, 3 hours, 90 days or 0"
                .formatted(text));
  }

  @Test
  void refuses_what_would_overflow() {
    assertThatThrownBy(() -> Durations.parse("9999999999 days"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
