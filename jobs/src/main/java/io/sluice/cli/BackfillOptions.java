// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.change.DateRange;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The options of backfill: dates to be replaced, or a plan to be carried out.
 *
 * @param waitForLease how long to wait for the lease
 * @param range the dates; empty where a plan names them
 * @param plan whether to prepare the change and publish nothing
 * @param apply the plan to be carried out
 * @param reason why; empty where nothing is published
 */
public record BackfillOptions(
    CommonOptions common,
    Duration waitForLease,
    Optional<DateRange> range,
    boolean plan,
    Optional<String> apply,
    String reason) {
  /** Ten years and a little; more is a slip of the pen, and would read the whole archive. */
  static final long MOST_DAYS = 3_660;

  private static final OptionSpec<LocalDate> FROM =
      OptionSpec.optional("from", "DATE", OptionType.date(), "the first event date", "none");
  private static final OptionSpec<LocalDate> TO =
      OptionSpec.optional("to", "DATE", OptionType.date(), "the last event date", "none");
  private static final OptionSpec<String> REASON =
      OptionSpec.optional(
          "reason", "TEXT", OptionType.text(1000), "why; required but for --plan", "none");
  private static final OptionSpec<Boolean> PLAN =
      OptionSpec.flag("plan", "show what would change, and publish nothing");
  private static final OptionSpec<String> APPLY =
      OptionSpec.optional(
          "apply",
          "PLAN_ID",
          OptionType.matching(
              Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}"), "the id that --plan has shown"),
          "publish what a plan has prepared",
          "none");

  public static final Command<BackfillOptions> COMMAND =
      new Command<>(
          "backfill",
          "Computes dates afresh, with today's SQL, from the files that hold them, and replaces them.",
          "./sluice backfill --pipeline transactions --from 2026-11-18 --to 2026-11-19 --reason \"rule corrected\"",
          CommonOptions.and(WriterOptions.WAIT, FROM, TO, REASON, PLAN, APPLY),
          BackfillOptions::read,
          BackfillOptions::common,
          Summaries::backfilled);

  private static BackfillOptions read(OptionValues values) {
    boolean plan = values.has(PLAN);
    boolean apply = values.has(APPLY);
    if (plan && apply) {
      values.problem(
          "Cannot use --plan with --apply: one makes a plan, the other carries one out; give one");
    }
    if (apply && (values.has(FROM) || values.has(TO))) {
      values.problem(
          "Cannot use --apply with --from or --to: the plan names its dates; leave them out");
    }
    if (!apply) {
      require(values, FROM);
      require(values, TO);
    }
    if (!plan) {
      require(values, REASON);
    }
    return new BackfillOptions(
        CommonOptions.read(values),
        values.get(WriterOptions.WAIT),
        range(values),
        plan,
        values.find(APPLY),
        values.find(REASON).orElse(""));
  }

  private static void require(OptionValues values, OptionSpec<?> option) {
    if (!values.has(option)) {
      values.problem(
          "Cannot start: %s is missing; write %s".formatted(option.shown(), option.usage()));
    }
  }

  private static Optional<DateRange> range(OptionValues values) {
    Optional<LocalDate> from = values.find(FROM);
    Optional<LocalDate> to = values.find(TO);
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (from.get().isAfter(to.get())) {
      values.problem(
          "Cannot use --from %s with --to %s: it is later; swap them"
              .formatted(from.get(), to.get()));
      return Optional.empty();
    }
    long days = ChronoUnit.DAYS.between(from.get(), to.get()) + 1;
    if (days > MOST_DAYS) {
      values.problem(
          "Cannot use --from %s with --to %s: these are %d days, and a backfill takes %d at most; split it"
              .formatted(from.get(), to.get(), days, MOST_DAYS));
    }
    return Optional.of(new DateRange(from.get(), to.get()));
  }
}
