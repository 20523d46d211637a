// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.OptionValues;
import io.sluice.cli.Reading;
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
    OptionValues options = Reading.values(QuarantineJob.LIST, Map.of(), "--pipeline", "readings");

    assertThat(Reading.own(QuarantineJob.LIST)).isEqualTo(Map.of("all", false, "limit", 50L));
    assertThat(QuarantineJob.filter(options)).isEqualTo(QuarantineFilter.ALL);
  }

  @Test
  void everyOption() {
    String[] args = {
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
      "9"
    };
    assertThat(Reading.all(QuarantineJob.LIST, Map.of(), args))
        .containsEntry("all", true)
        .containsEntry("limit", 9L);
    assertThat(QuarantineJob.filter(Reading.values(QuarantineJob.LIST, Map.of(), args)))
        .isEqualTo(
            new QuarantineFilter(
                Optional.of(new Glob("a*")),
                Optional.of("celsius_type"),
                Optional.of(LocalDate.of(2026, 1, 5)),
                Optional.of(LocalDate.of(2026, 1, 6)),
                OptionalLong.of(3),
                Optional.of("3fa9")));
    assertThat(Reading.own(QuarantineJob.DISCARD, "--all", "--reason", "test"))
        .isEqualTo(Map.of("wait", Duration.ZERO, "all", true, "reason", "test"));
    assertThat(Reading.own(QuarantineJob.REPLAY, "--id", "3", "--reason", "test"))
        .isEqualTo(Map.of("wait", Duration.ZERO, "id", "3", "reason", "test"));
    assertThat(Reading.own(QuarantineJob.SHOW, "3fa9c1")).isEqualTo(Map.of("ID", "3fa9c1"));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                QuarantineJob.DISCARD, "--from", "2026-01-06", "--to", "2026-01-05", "--all"))
        .containsExactly(
            "Cannot choose records: give either --file, --code, --from, --to, --batch or --id, or --all",
            "Cannot use --from 2026-01-06 with --to 2026-01-05: it is later; swap them",
            "Cannot start: --reason is missing; write --reason TEXT");
    assertThat(Reading.problems(QuarantineJob.SHOW, "X"))
        .containsExactly(
            "Cannot use 'X' as ID: it must be an id, or how one begins, of 0-9 and a-f; write ID");
    assertThat(Reading.problems(QuarantineJob.LIST, "--from", "2026-02-30"))
        .containsExactly(
            "Cannot use '2026-02-30' as --from: it must be a date such as 2026-01-31; write --from DATE");
  }
}
