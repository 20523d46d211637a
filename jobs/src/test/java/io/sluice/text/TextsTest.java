// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.run.RunId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void aMadeUpRunIdIsAllowedAndSaysWhen() {
    String id = RunId.madeUp(Instant.parse("2026-11-20T03:00:00.999Z"));

    assertThat(id).matches("manual-20261120T030000Z-[0-9a-f]{6}").matches(RunId.ALLOWED);
  }

  @Test
  void oneLineJoinsLinesAndEscapesWhatATerminalWouldObey() {
    assertThat(OneLine.of("RUN \n  b\r\n\n c\u001b[31m … ")).isEqualTo("RUN | b | c\\u001b[31m …");
  }
}
