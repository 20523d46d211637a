// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.run.RunId;
import java.time.Instant;
import java.util.List;
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

  @Test
  void columnsStandBelowEachOtherWhateverTheScript() {
    TextTable table = new TextTable("name", "n");
    table.add("日本語", "1");
    table.add("e\u0301te", "2");
    table.add("🎉", "3");

    assertThat(table.lines())
        .containsExactly("name    n", "日本語  1", "e\u0301te     2", "🎉      3");
  }

  @Test
  void aWideTextTakesItsPlaceOfALine() {
    FittedTable table = new FittedTable(9, 40, List.of("a", "b"));
    table.add(List.of("日本語", "1"));
    assertThat(table.isFlat()).isTrue();

    table.add(List.of("日本語語", "1"));
    assertThat(table.isFlat()).isFalse();
  }
}
