// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.change.DateRange;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackfillOptionsTest {
  private static final DateRange RANGE =
      new DateRange(LocalDate.parse("2026-11-18"), LocalDate.parse("2026-11-19"));

  @Test
  void dates() {
    BackfillOptions options =
        options("--from", "2026-11-18", "--to", "2026-11-19", "--reason", "why");
    assertThat(options)
        .isEqualTo(
            new BackfillOptions(
                options.common(),
                Duration.ZERO,
                Optional.of(RANGE),
                false,
                Optional.empty(),
                "why"));
  }

  @Test
  void plan() {
    BackfillOptions options =
        options("--from", "2026-11-18", "--to", "2026-11-19", "--plan", "--wait", "1 minute");
    assertThat(options)
        .isEqualTo(
            new BackfillOptions(
                options.common(),
                Duration.ofMinutes(1),
                Optional.of(RANGE),
                true,
                Optional.empty(),
                ""));
  }

  @Test
  void apply() {
    BackfillOptions options = options("--apply", "plan-7", "--reason", "why");
    assertThat(options)
        .isEqualTo(
            new BackfillOptions(
                options.common(),
                Duration.ZERO,
                Optional.empty(),
                false,
                Optional.of("plan-7"),
                "why"));
  }

  @Test
  void rejections() {
    assertThat(problems())
        .containsExactly(
            "Cannot start: --from is missing; write --from DATE",
            "Cannot start: --to is missing; write --to DATE",
            "Cannot start: --reason is missing; write --reason TEXT");
    assertThat(problems("--from", "2026-11-19", "--to", "2026-11-18", "--plan"))
        .containsExactly(
            "Cannot use --from 2026-11-19 with --to 2026-11-18: it is later; swap them");
    assertThat(problems("--from", "2016-11-11", "--to", "2026-11-18", "--plan")).isEmpty();
    assertThat(problems("--from", "2016-11-10", "--to", "2026-11-18", "--plan"))
        .containsExactly(
            "Cannot use --from 2016-11-10 with --to 2026-11-18: these are 3661 days, and a backfill"
                + " takes 3660 at most; split it");
    assertThat(problems("--from", "2026-11-18' OR '1'='1", "--to", "2026-02-30", "--plan"))
        .containsExactly(
            "Cannot use '2026-11-18' OR '1'='1' as --from: it must be a date such as 2026-01-31;"
                + " write --from DATE",
            "Cannot use '2026-02-30' as --to: it must be a date such as 2026-01-31; write --to"
                + " DATE");
    assertThat(problems("--apply", "../etc", "--plan", "--from", "2026-11-18"))
        .containsExactly(
            "Cannot use --plan with --apply: one makes a plan, the other carries one out; give one",
            "Cannot use --apply with --from or --to: the plan names its dates; leave them out",
            "Cannot use '../etc' as --apply: it must be the id that --plan has shown; write --apply"
                + " PLAN_ID");
  }

  private static BackfillOptions options(String... own) {
    return Reading.options(BackfillOptions.COMMAND, Map.of(), with(own));
  }

  private static List<String> problems(String... own) {
    return Reading.problems(BackfillOptions.COMMAND, Map.of(), with(own));
  }

  private static String[] with(String... own) {
    List<String> all = new ArrayList<>(List.of("--pipeline", "readings"));
    all.addAll(List.of(own));
    return all.toArray(String[]::new);
  }
}
