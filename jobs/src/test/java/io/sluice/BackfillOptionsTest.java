// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackfillOptionsTest {
  private static final LocalDate FROM = LocalDate.parse("2026-11-18");
  private static final LocalDate TO = LocalDate.parse("2026-11-19");

  @Test
  void dates() {
    assertThat(
            Reading.own(
                BackfillJob.COMMAND,
                "--from",
                "2026-11-18",
                "--to",
                "2026-11-19",
                "--reason",
                "why"))
        .isEqualTo(
            Map.of(
                "wait",
                Duration.ZERO,
                "from",
                FROM,
                "to",
                TO,
                "reason",
                "why",
                "plan",
                false,
                "all",
                false));
  }

  @Test
  void plan() {
    assertThat(
            Reading.own(
                BackfillJob.COMMAND,
                "--from",
                "2026-11-18",
                "--to",
                "2026-11-19",
                "--plan",
                "--wait",
                "1 minute"))
        .isEqualTo(
            Map.of(
                "wait", Duration.ofMinutes(1), "from", FROM, "to", TO, "plan", true, "all", false));
  }

  @Test
  void apply() {
    assertThat(Reading.own(BackfillJob.COMMAND, "--apply", "plan-7", "--reason", "why"))
        .isEqualTo(
            Map.of(
                "wait",
                Duration.ZERO,
                "plan",
                false,
                "all",
                false,
                "apply",
                "plan-7",
                "reason",
                "why"));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(BackfillJob.COMMAND))
        .containsExactly(
            "Cannot start: --from is missing; write --from DATE",
            "Cannot start: --to is missing; write --to DATE",
            "Cannot start: --reason is missing; write --reason TEXT");
    assertThat(
            Reading.problems(
                BackfillJob.COMMAND, "--from", "2026-11-19", "--to", "2026-11-18", "--plan"))
        .containsExactly(
            "Cannot use --from 2026-11-19 with --to 2026-11-18: it is later; swap them");
    assertThat(
            Reading.problems(
                BackfillJob.COMMAND, "--from", "2016-11-11", "--to", "2026-11-18", "--plan"))
        .isEmpty();
    assertThat(
            Reading.problems(
                BackfillJob.COMMAND, "--from", "2016-11-10", "--to", "2026-11-18", "--plan"))
        .containsExactly(
            "Cannot use --from 2016-11-10 with --to 2026-11-18: these are 3661 days, and a backfill"
                + " takes 3660 at most; split it");
    assertThat(
            Reading.problems(
                BackfillJob.COMMAND,
                "--from",
                "2026-11-18' OR '1'='1",
                "--to",
                "2026-02-30",
                "--plan"))
        .containsExactly(
            "Cannot use '2026-11-18' OR '1'='1' as --from: it must be a date such as 2026-01-31;"
                + " write --from DATE",
            "Cannot use '2026-02-30' as --to: it must be a date such as 2026-01-31; write --to"
                + " DATE");
    assertThat(
            Reading.problems(
                BackfillJob.COMMAND, "--apply", "../etc", "--plan", "--from", "2026-11-18"))
        .containsExactly(
            "Cannot use --plan with --apply: one makes a plan, the other carries one out; give one",
            "Cannot use --apply with --from or --to: the plan names its dates; leave them out",
            "Cannot use '../etc' as --apply: it must be the id that --plan has shown; write --apply"
                + " PLAN_ID");
    assertThat(
            Reading.problems(
                BackfillJob.COMMAND, "--all", "--from", "2026-11-18", "--apply", "plan-1"))
        .containsExactly(
            "Cannot use --apply with --from or --to: the plan names its dates; leave them out",
            "Cannot use --apply with --all: the plan names its dates; leave it out",
            "Cannot start: --reason is missing; write --reason TEXT");
    assertThat(
            Reading.problems(
                BackfillJob.COMMAND, "--all", "--to", "2026-11-18", "--reason", "new key"))
        .containsExactly(
            "Cannot use --all with --from or --to: it means every date; give one or the other");
    assertThat(Reading.problems(BackfillJob.COMMAND, "--all", "--plan")).isEmpty();
  }
}
