// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.decide.QuarantineFilter;
import io.sluice.text.Glob;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuarantineOptionsTest {
  @Test
  void listDefaults() {
    QuarantineListOptions options =
        Reading.options(QuarantineListOptions.COMMAND, Map.of(), "--pipeline", "readings");

    assertThat(options)
        .isEqualTo(new QuarantineListOptions(options.common(), QuarantineFilter.ALL, false, 50));
  }

  @Test
  void everyOption() {
    QuarantineListOptions list =
        Reading.options(
            QuarantineListOptions.COMMAND,
            Map.of(),
            "--pipeline",
            "readings",
            "--file",
            "a*",
            "--code",
            "celsius_type",
            "--from",
            "2026-01-05",
            "--to",
            "2026-01-06",
            "--batch",
            "3",
            "--id",
            "3fa9",
            "--all",
            "--limit",
            "9");
    QuarantineFilter filter =
        new QuarantineFilter(
            Optional.of(new Glob("a*")),
            Optional.of("celsius_type"),
            Optional.of(LocalDate.of(2026, 1, 5)),
            Optional.of(LocalDate.of(2026, 1, 6)),
            OptionalLong.of(3),
            Optional.of("3fa9"));
    QuarantineDiscardOptions discard =
        Reading.options(
            QuarantineDiscardOptions.COMMAND,
            Map.of(),
            "--pipeline",
            "readings",
            "--all",
            "--reason",
            "test");

    assertThat(list).isEqualTo(new QuarantineListOptions(list.common(), filter, true, 9));
    assertThat(discard)
        .isEqualTo(
            new QuarantineDiscardOptions(
                discard.common(), Duration.ZERO, QuarantineFilter.ALL, "test"));
    assertThat(
            Reading.options(
                    QuarantineShowOptions.COMMAND, Map.of(), "--pipeline", "readings", "3fa9")
                .id())
        .isEqualTo("3fa9");
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                QuarantineDiscardOptions.COMMAND,
                Map.of(),
                "--pipeline",
                "readings",
                "--from",
                "2026-01-06",
                "--to",
                "2026-01-05",
                "--all"))
        .containsExactly(
            "Cannot choose records: give either --file, --code, --from, --to, --batch or --id, or --all",
            "Cannot use --from 2026-01-06 with --to 2026-01-05: it is later; swap them",
            "Cannot start: --reason is missing; write --reason TEXT");
    assertThat(
            Reading.problems(
                QuarantineShowOptions.COMMAND, Map.of(), "--pipeline", "readings", "X"))
        .containsExactly(
            "Cannot use 'X' as ID: it must be an id, or how one begins, of 0-9 and a-f; write ID");
    assertThat(
            Reading.problems(
                QuarantineListOptions.COMMAND,
                Map.of(),
                "--pipeline",
                "readings",
                "--from",
                "2026-02-30"))
        .containsExactly(
            "Cannot use '2026-02-30' as --from: it must be a date such as 2026-01-31; write --from DATE");
  }
}
