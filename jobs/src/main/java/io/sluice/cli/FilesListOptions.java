// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.decide.FilesList;
import io.sluice.decide.NotedFileStatus;
import io.sluice.text.Glob;
import java.util.List;

/**
 * The options of files list.
 *
 * @param limit how many to list at most
 */
public record FilesListOptions(CommonOptions common, FilesList.Filter filter, int limit) {

  static final OptionSpec<Glob> GLOB =
      OptionSpec.positional(
          "GLOB", OptionType.glob(), "only files whose name matches", "default: all");
  static final OptionSpec<Long> BATCH =
      OptionSpec.optional(
          "batch",
          "N",
          OptionType.wholeNumber(1, Integer.MAX_VALUE),
          "only those of this batch",
          "all");
  static final OptionSpec<Long> LIMIT =
      OptionSpec.withDefault(
          "limit", "N", OptionType.wholeNumber(1, 100_000), "how many to list at most", "50");
  private static final OptionSpec<NotedFileStatus> STATUS =
      OptionSpec.optional(
          "status",
          "STATUS",
          OptionType.oneOf(List.of(NotedFileStatus.values())),
          "only open, changed, gone, ingested or rejected files",
          "all");

  public static final Command<FilesListOptions> COMMAND =
      new Command<>(
          "files list",
          "Lists noted files: of batches that are not published yet, then of the ledger, newest first.",
          "./sluice files list 'shop-*.csv' --pipeline transactions --status rejected",
          CommonOptions.and(GLOB, STATUS, BATCH, LIMIT),
          FilesListOptions::read,
          FilesListOptions::common,
          Summaries::listed);

  private static FilesListOptions read(OptionValues values) {
    return new FilesListOptions(
        CommonOptions.read(values),
        new FilesList.Filter(
            values.find(GLOB),
            values.find(STATUS),
            values.find(BATCH).stream().mapToLong(Long::longValue).findFirst()),
        Math.toIntExact(values.get(LIMIT)));
  }
}
