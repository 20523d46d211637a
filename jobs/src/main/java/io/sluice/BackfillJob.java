// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionType.date;
import static io.sluice.cli.OptionType.matching;
import static io.sluice.cli.OptionType.text;

import io.sluice.backfill.BackfillRun;
import io.sluice.backfill.PlanRun;
import io.sluice.change.DateRange;
import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Replaces dates of the transformed table by what today's SQL makes of the files that hold them,
 * all of a change or nothing; or shows what it would do, and does exactly that later. With {@code
 * --all} it replaces the whole table and its columns.
 *
 * <pre>./sluice backfill --pipeline transactions --from 2026-11-18 --to 2026-11-19 --plan</pre>
 */
public final class BackfillJob {
  static final OptionSpec<LocalDate> FROM =
      optional("from", "DATE", date(), "the first event date", "none");
  static final OptionSpec<LocalDate> TO =
      optional("to", "DATE", date(), "the last event date", "none");
  static final OptionSpec<Boolean> ALL =
      flag("all", "every date, and the table's columns, key and event date as well");
  static final OptionSpec<String> REASON =
      optional("reason", "TEXT", text(1000), "why; required but for --plan", "none");
  static final OptionSpec<Boolean> PLAN =
      flag("plan", "show what would change, and publish nothing");
  static final OptionSpec<String> APPLY =
      optional(
          "apply",
          "PLAN_ID",
          matching(
              Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}"), "the id that --plan has shown"),
          "publish what a plan has prepared",
          "none");

  public static final Command COMMAND =
      new Command(
              "backfill",
              "Computes dates afresh, with today's SQL, from the files that hold them, and replaces them.",
              "./sluice backfill --pipeline transactions --from 2026-11-18 --to 2026-11-19 --reason \"rule corrected\"",
              CommonOptions.and(CommonOptions.WAIT, FROM, TO, ALL, REASON, PLAN, APPLY),
              Summaries::backfilled,
              Job.writing(BackfillJob::run))
          .checking(BackfillJob::check);

  /** Ten years and a little; more is a slip of the pen, and would read the whole archive. */
  private static final long MOST_DAYS = 3_660;

  private BackfillJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  private static Outcome run(OptionValues options, RunContext context) {
    String reason = options.find(REASON).orElse("");
    Optional<String> plan = options.find(APPLY);
    if (plan.isPresent()) {
      return new PlanRun(context).apply(plan.get(), reason);
    }
    DateRange range =
        options.get(ALL) ? DateRange.ALL : new DateRange(options.get(FROM), options.get(TO));
    return options.get(PLAN)
        ? new PlanRun(context).plan(range)
        : new BackfillRun(context).replace(range, reason);
  }

  private static void check(OptionValues options) {
    boolean plan = options.has(PLAN);
    boolean apply = options.has(APPLY);
    if (plan && apply) {
      options.problem(
          "Cannot use --plan with --apply: one makes a plan, the other carries one out; give one");
    }
    boolean isRange = options.has(FROM) || options.has(TO);
    boolean isAll = options.has(ALL);
    if (apply && isRange) {
      options.problem(
          "Cannot use --apply with --from or --to: the plan names its dates; leave them out");
    }
    if (apply && isAll) {
      options.problem("Cannot use --apply with --all: the plan names its dates; leave it out");
    } else if (isRange && isAll) {
      options.problem(
          "Cannot use --all with --from or --to: it means every date; give one or the other");
    }
    if (!apply && !isAll) {
      options.require(FROM);
      options.require(TO);
    }
    if (!plan) {
      options.require(REASON);
    }
    options.readUntil(REASON);
    if (options.areInOrder(FROM, TO)) {
      LocalDate from = options.get(FROM);
      LocalDate to = options.get(TO);
      long days = ChronoUnit.DAYS.between(from, to) + 1;
      if (days > MOST_DAYS) {
        options.problem(
            "Cannot use --from %s with --to %s: these are %d days, and a backfill takes %d at most; split it"
                .formatted(from, to, days, MOST_DAYS));
      }
    }
  }
}
