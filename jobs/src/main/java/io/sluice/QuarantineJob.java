// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.DecisionOptions.BATCH;
import static io.sluice.DecisionOptions.LIMIT;
import static io.sluice.DecisionOptions.REASON;
import static io.sluice.cli.CommonOptions.WAIT;
import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionSpec.positional;
import static io.sluice.cli.OptionType.date;
import static io.sluice.cli.OptionType.glob;
import static io.sluice.cli.OptionType.matching;
import static io.sluice.cli.OptionType.text;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionType;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.decide.QuarantineDiscard;
import io.sluice.decide.QuarantineFilter;
import io.sluice.decide.QuarantineList;
import io.sluice.decide.QuarantineReplay;
import io.sluice.decide.QuarantineShow;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import io.sluice.text.Glob;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shows records that were not published, takes what people decide about them into the relation
 * {@code decisions}, and publishes those that pass now.
 *
 * <pre>./sluice quarantine list --pipeline transactions</pre>
 */
public final class QuarantineJob {
  private static final OptionType<String> ANY_ID =
      matching(Pattern.compile("[0-9a-f]{1,64}"), "an id, or how one begins, of 0-9 and a-f");
  static final OptionSpec<Glob> FILE =
      optional("file", "GLOB", glob(), "only records of files with such a name", "all");
  static final OptionSpec<String> CODE =
      optional("code", "CODE", text(200), "only records with this reason code", "all");
  static final OptionSpec<LocalDate> FROM =
      optional("from", "DATE", date(), "the first event date", "all");
  static final OptionSpec<LocalDate> TO =
      optional("to", "DATE", date(), "the last event date", "all");
  static final OptionSpec<String> ID =
      optional("id", "ID", ANY_ID, "only the record whose id begins so", "all");
  static final OptionSpec<String> SHOWN =
      positional("ID", ANY_ID, "the record's id, or how it begins", OptionSpec.REQUIRED);
  static final OptionSpec<Boolean> DISCARDED_TOO = flag("all", "discarded records as well");
  static final OptionSpec<Boolean> ALL = flag("all", "every record, where nothing else says which");

  private static final List<OptionSpec<?>> FILTER = List.of(FILE, CODE, FROM, TO, BATCH, ID);

  public static final Command LIST =
      new Command(
              "quarantine list",
              "Lists records that were not published, counted by reason and one by one, newest first.",
              "./sluice quarantine list --pipeline transactions --code amount_type",
              options(List.of(), DISCARDED_TOO, LIMIT),
              QuarantineJob::list)
          .checking(QuarantineJob::checkFilter);

  public static final Command SHOW =
      new Command(
          "quarantine show",
          "Shows one record that was not published, whole, with its reasons; personal columns stay hidden.",
          "./sluice quarantine show 3fa9c1 --pipeline transactions",
          CommonOptions.and(SHOWN),
          (options, context) -> new QuarantineShow(context, options.get(SHOWN)).run());

  public static final Command REPLAY =
      new Command(
              "quarantine replay",
              "Backfills the dates of quarantined records that today's rules let pass.",
              "./sluice quarantine replay --pipeline transactions --code amount_type --reason \"format corrected\"",
              options(List.of(WAIT), REASON),
              Summaries::backfilled,
              Job.writing(
                  (options, context) ->
                      new QuarantineReplay(context, filter(options), options.get(REASON)).run()))
          .checking(QuarantineJob::checkFilter);

  public static final Command DISCARD =
      new Command(
              "quarantine discard",
              "Gives quarantined records up for good: they stay in the quarantine and count as settled.",
              "./sluice quarantine discard --pipeline transactions --file bad.csv --reason \"test data\"",
              options(List.of(WAIT), ALL, REASON),
              Summaries::decided,
              Job.writing(
                  (options, context) ->
                      new QuarantineDiscard(context, filter(options), options.get(REASON)).run()))
          .checking(QuarantineJob::checkDiscard);

  public static final CommandGroup COMMANDS =
      new CommandGroup(
          "quarantine",
          "Shows records that were not published, and takes what people decide about them.",
          List.of(LIST, SHOW, REPLAY, DISCARD));

  private QuarantineJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMANDS, args));
  }

  static QuarantineFilter filter(OptionValues options) {
    return new QuarantineFilter(
        options.find(FILE),
        options.find(CODE),
        options.find(FROM),
        options.find(TO),
        options.findNumber(BATCH),
        options.find(ID));
  }

  private static Outcome list(OptionValues options, RunContext context) {
    int limit = options.get(LIMIT).intValue();
    return new QuarantineList(context, filter(options), options.get(DISCARDED_TOO), limit).run();
  }

  private static void checkFilter(OptionValues options) {
    options.readUntil(BATCH);
    options.areInOrder(FROM, TO);
  }

  private static void checkDiscard(OptionValues options) {
    if (FILTER.stream().anyMatch(options::has) == options.has(ALL)) {
      options.problem(
          "Cannot choose records: give either --file, --code, --from, --to, --batch or --id, or --all");
    }
    checkFilter(options);
  }

  private static List<OptionSpec<?>> options(
      List<OptionSpec<?>> beforeFilter, OptionSpec<?>... afterFilter) {
    return CommonOptions.and(
        Stream.of(beforeFilter, FILTER, List.of(afterFilter))
            .flatMap(List::stream)
            .toArray(OptionSpec<?>[]::new));
  }
}
