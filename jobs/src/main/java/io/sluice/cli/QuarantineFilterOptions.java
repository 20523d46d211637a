// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.decide.QuarantineFilter;
import io.sluice.text.Glob;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The options that choose quarantined records. */
final class QuarantineFilterOptions {
  static final OptionType<String> ID =
      OptionType.matching(
          Pattern.compile("[0-9a-f]{1,64}"), "an id, or how one begins, of 0-9 and a-f");
  private static final OptionSpec<Glob> FILE =
      OptionSpec.optional(
          "file", "GLOB", OptionType.glob(), "only records of files with such a name", "all");
  private static final OptionSpec<String> CODE =
      OptionSpec.optional(
          "code", "CODE", OptionType.text(200), "only records with this reason code", "all");
  private static final OptionSpec<LocalDate> FROM =
      OptionSpec.optional("from", "DATE", OptionType.date(), "the first event date", "all");
  private static final OptionSpec<LocalDate> TO =
      OptionSpec.optional("to", "DATE", OptionType.date(), "the last event date", "all");
  private static final OptionSpec<String> ID_OPTION =
      OptionSpec.optional("id", "ID", ID, "only the record whose id begins so", "all");

  static final List<OptionSpec<?>> ALL =
      List.of(FILE, CODE, FROM, TO, FilesListOptions.BATCH, ID_OPTION);

  private QuarantineFilterOptions() {}

  static QuarantineFilter read(OptionValues values) {
    Optional<LocalDate> from = values.find(FROM);
    Optional<LocalDate> to = values.find(TO);
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      values.problem(
          "Cannot use --from %s with --to %s: it is later; swap them"
              .formatted(from.get(), to.get()));
    }
    return new QuarantineFilter(
        values.find(FILE),
        values.find(CODE),
        from,
        to,
        values.find(FilesListOptions.BATCH).stream().mapToLong(Long::longValue).findFirst(),
        values.find(ID_OPTION));
  }

  static boolean areGiven(OptionValues values) {
    return ALL.stream().anyMatch(values::has);
  }
}
