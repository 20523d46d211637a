// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.list;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionSpec.required;
import static io.sluice.cli.OptionType.matching;
import static io.sluice.cli.OptionType.text;
import static io.sluice.cli.OptionType.uri;

import io.sluice.author.FolderCheck;
import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionType;
import io.sluice.cli.OptionValues;
import io.sluice.guess.Wishes;
import io.sluice.init.InitRun;
import io.sluice.init.NextSteps;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.Opening;
import io.sluice.times.TimeZones;
import java.time.ZoneId;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a pipeline's folder from a file like those that will land: what is in it is guessed, and
 * comments say from what. It changes nothing that is there.
 *
 * <pre>./sluice init --pipeline shop --from orders.csv</pre>
 */
public final class InitJob {
  static final OptionSpec<String> FROM =
      required("from", "SAMPLE", uri(), "a CSV, JSON or Parquet file like those that will land");
  static final OptionSpec<String> KEY =
      list("key", "COLUMN", text(255), "the columns that identify a record", "guessed");
  static final OptionSpec<String> EVENT_DATE =
      optional(
          "event-date",
          "COLUMN",
          text(255),
          "the date or time of what a record tells, or _landed_at",
          "guessed");
  static final OptionSpec<ZoneId> TIME_ZONE =
      optional(
          "time-zone",
          "ZONE",
          new OptionType<>(
              "UTC, a region such as Europe/Berlin, or an offset such as +01:00", InitJob::zone),
          "the zone of times that name none",
          "UTC");
  static final OptionSpec<String> TABLE =
      optional(
          "table",
          "NAME",
          matching(
              Pattern.compile(
                  "(?!(?:source|ids|files|quarantine|restatements|decisions)$)[a-z][a-z0-9_]*"),
              "a letter from a to z, then letters, digits and underscores, and none of source, ids, files, quarantine, restatements, decisions"),
          "the transformed table",
          "the pipeline's name");
  static final OptionSpec<String> RECORDS =
      optional(
          "records",
          "PATH",
          text(255),
          "where a JSON document has its records, such as data.orders",
          "guessed");

  public static final Command COMMAND =
      Command.making(
          "init",
          "Makes a pipeline's folder from a sample: reads the file, and writes pipeline.yaml, SQL and a test case, with comments on what was guessed; it changes no folder that is there.",
          "./sluice init --pipeline shop --from orders.csv",
          CommonOptions.and(FROM, KEY, EVENT_DATE, TIME_ZONE, TABLE, RECORDS),
          InitJob::run);

  private InitJob() {}

  private static Outcome run(OptionValues options, Opening opening) {
    Wishes wishes =
        new Wishes(
            options.all(KEY),
            options.find(EVENT_DATE),
            options.find(TIME_ZONE),
            options.find(TABLE),
            options.find(RECORDS));
    return new InitRun(opening, FolderCheck::load, wishes)
        .run(options.get(FROM), new NextSteps(places(options), options.get(CommonOptions.DATA)));
  }

  /** The places that the command line names, for the commands that come next. */
  private static String places(OptionValues options) {
    return Stream.of(CommonOptions.SQL, CommonOptions.DATA)
        .filter(options::has)
        .map(option -> " --" + option.name() + " " + NextSteps.argument(options.get(option)))
        .collect(Collectors.joining());
  }

  private static ZoneId zone(String name) {
    ZoneId zone = ZoneId.of(name);
    if (!TimeZones.isOne(zone)) {
      throw new IllegalArgumentException(name);
    }
    return zone;
  }

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}
