// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionSpec.withDefault;
import static io.sluice.cli.OptionType.oneOf;
import static io.sluice.cli.OptionType.uri;
import static io.sluice.cli.OptionType.wholeNumber;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.launch.JobRunner;
import io.sluice.preview.PreviewFormat;
import io.sluice.preview.PreviewRun;
import java.util.List;

/**
 * Shows what transform would make of the first records of a file: typed, kept or quarantined with
 * reasons, transformed. It publishes nothing, and leaves nothing in the data folder.
 *
 * <pre>./sluice preview --pipeline transactions --rows 5</pre>
 */
public final class PreviewJob {
  static final OptionSpec<String> FILE =
      optional(
          "file",
          "URI",
          uri(),
          "a path or URI of a file, or its name in the pipeline's data folder or in landing/",
          "the one that transform takes next");
  static final OptionSpec<Long> ROWS =
      withDefault(
          "rows", "N", wholeNumber(1, 10_000), "how many of its first records to show", "20");
  static final OptionSpec<PreviewFormat> FORMAT =
      withDefault(
          "format",
          "FORMAT",
          oneOf(List.of(PreviewFormat.values())),
          "table, or json with nothing else on stdout",
          "table");

  public static final Command COMMAND =
      new Command(
              "preview",
              "Shows what transform would make of a file's first records; it publishes and writes nothing.",
              "./sluice preview --pipeline transactions --rows 5",
              CommonOptions.and(FILE, ROWS, FORMAT),
              (options, context) ->
                  new PreviewRun(
                          context,
                          options.find(FILE),
                          options.get(ROWS).intValue(),
                          options.get(FORMAT))
                      .run())
          .withoutData()
          .forPrograms(options -> options.get(FORMAT) == PreviewFormat.JSON);

  private PreviewJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}
