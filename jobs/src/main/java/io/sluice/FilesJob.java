// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.DecisionOptions.BATCH;
import static io.sluice.DecisionOptions.LIMIT;
import static io.sluice.DecisionOptions.MAY_SAY_WHY;
import static io.sluice.DecisionOptions.REASON;
import static io.sluice.cli.CommonOptions.WAIT;
import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionSpec.positional;
import static io.sluice.cli.OptionType.oneOf;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionType;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.decide.FileDecisions;
import io.sluice.decide.FilesAccept;
import io.sluice.decide.FilesList;
import io.sluice.decide.FilesReject;
import io.sluice.decide.FilesRetry;
import io.sluice.decide.NotedFileStatus;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import io.sluice.text.Glob;
import java.util.List;

/**
 * Shows what became of files, and takes what people decide about them: into the relation {@code
 * decisions}, as a change of its own that the next transform obeys.
 *
 * <pre>./sluice files reject bad.csv --pipeline transactions --reason "test data"</pre>
 */
public final class FilesJob {
  static final OptionSpec<NotedFileStatus> STATUS =
      optional(
          "status",
          "STATUS",
          oneOf(List.of(NotedFileStatus.values())),
          "only open, changed, gone, ingested or rejected files",
          "all");
  static final OptionSpec<Boolean> MISSING = flag("missing", "do without files that are gone");
  static final OptionSpec<Boolean> ALL = flag("all", "every rejected file that nobody has settled");
  static final OptionSpec<Glob> LISTED = glob("only files whose name matches", "default: all");
  static final OptionSpec<Glob> RETRIED = glob("which files, by name", "required without --all");
  static final OptionSpec<Glob> DECIDED = glob("which files, by name", OptionSpec.REQUIRED);

  public static final Command LIST =
      new Command(
          "files list",
          "Lists noted files: of batches that are not published yet, then of the ledger, newest first.",
          "./sluice files list 'shop-*.csv' --pipeline transactions --status rejected",
          CommonOptions.and(LISTED, STATUS, BATCH, LIMIT),
          (options, context) ->
              new FilesList(context, filter(options), options.get(LIMIT).intValue()).run());

  public static final Command RETRY =
      new Command(
              "files retry",
              "Has rejected files taken in once more, each as a batch of its own, by the next transform.",
              "./sluice files retry 'shop-*.csv' --pipeline transactions",
              CommonOptions.and(RETRIED, WAIT, ALL, MAY_SAY_WHY),
              Summaries::decided,
              Job.writing(FilesJob::retry))
          .checking(FilesJob::checkRetry);

  public static final Command REJECT =
      new Command(
          "files reject",
          "Gives files up: of batches that are not published, whose others go through, or rejected ones for good.",
          "./sluice files reject bad.csv --pipeline transactions --reason \"test data\"",
          CommonOptions.and(DECIDED, WAIT, REASON),
          Summaries::decided,
          Job.writing(
              (options, context) ->
                  new FilesReject(decisions(options, context), options.get(DECIDED)).run()));

  public static final Command ACCEPT =
      new Command(
          "files accept",
          "Takes what is in the place of files that changed, or does without files that are gone.",
          "./sluice files accept late.csv --pipeline transactions --reason \"sent again\"",
          CommonOptions.and(DECIDED, WAIT, MISSING, REASON),
          Summaries::decided,
          Job.writing(FilesJob::accept));

  public static final CommandGroup COMMANDS =
      new CommandGroup(
          "files",
          "Shows what became of files, and takes what people decide about them.",
          List.of(LIST, RETRY, REJECT, ACCEPT));

  private FilesJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMANDS, args));
  }

  static FilesList.Filter filter(OptionValues options) {
    return new FilesList.Filter(
        options.find(LISTED), options.find(STATUS), options.findNumber(BATCH));
  }

  private static Outcome retry(OptionValues options, RunContext context) {
    String reason = options.find(MAY_SAY_WHY).orElse("");
    return new FilesRetry(FileDecisions.of(context, reason), options.find(RETRIED)).run();
  }

  private static Outcome accept(OptionValues options, RunContext context) {
    FilesAccept accept = new FilesAccept(decisions(options, context), options.get(DECIDED));
    return options.get(MISSING) ? accept.missing() : accept.changed();
  }

  private static FileDecisions decisions(OptionValues options, RunContext context) {
    return FileDecisions.of(context, options.get(REASON));
  }

  private static void checkRetry(OptionValues options) {
    if (options.has(RETRIED) == options.has(ALL)) {
      options.problem("Cannot choose files: give either GLOB, in quotes, or --all");
    }
  }

  private static OptionSpec<Glob> glob(String description, String otherwise) {
    return positional("GLOB", OptionType.glob(), description, otherwise);
  }
}
