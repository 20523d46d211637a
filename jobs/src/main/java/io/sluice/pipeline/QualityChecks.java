// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.pipeline.SqlReader.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** Makes the quality checks from the files of their folder. */
record QualityChecks(SqlReader sql, Findings findings, List<String> references) {
  /**
   * The checks, by name.
   *
   * @param files by check
   * @param table the transformed table; empty where it isn't known, then relations go unchecked
   */
  List<QualityCheck> read(
      SortedMap<String, Read> files, Optional<String> table, Collection<String> aggregations) {
    List<QualityCheck> checks = new ArrayList<>();
    files.forEach(
        (name, file) -> {
          QualityCheck check = check(name, file);
          checkName(name, file, table, aggregations);
          table.ifPresent(known -> checkRelations(check.stage(), file, known, aggregations));
          checks.add(check);
        });
    return checks;
  }

  private static QualityCheck check(String name, Read file) {
    Directives directives = file.directives();
    Severity severity =
        directives.optional("severity", AllowedValue.oneOf(Severity.class)).orElse(Severity.FAIL);
    Stage stage =
        directives.optional("stage", AllowedValue.oneOf(Stage.class)).orElse(Stage.AGGREGATE);
    return new QualityCheck(name, severity, stage, file.file(), file.relations());
  }

  /** In reports and test cases a check goes by its name alone. */
  private void checkName(
      String name, Read file, Optional<String> table, Collection<String> aggregations) {
    Optional<String> found = Optional.empty();
    if (!Relations.isName(name)) {
      findings.add(
          file.file().name(),
          "found the file name '%s.sql'; allowed: %s".formatted(name, Relations.NAME_ALLOWED));
    } else if (QualityCheck.BUILT_IN.contains(name)) {
      found = Optional.of("of a check that every pipeline has");
    } else if (table.filter(name::equals).isPresent()
        || aggregations.contains(name)
        || references.contains(name)) {
      found = Optional.of("of a relation");
    } else if (Relations.RESERVED.contains(name) || name.equals(Relations.GENERATE)) {
      found = Optional.of("that Sluice keeps for itself");
    }
    found.ifPresent(
        whose ->
            findings.add(
                file.file().name(),
                "found the name '%s' %s; allowed: a name of its own".formatted(name, whose)));
  }

  private void checkRelations(
      Stage stage, Read file, String table, Collection<String> aggregations) {
    List<String> allowed = new ArrayList<>(List.of(table));
    if (stage == Stage.AGGREGATE) {
      allowed.addAll(aggregations);
    }
    if (stage != Stage.BATCH) {
      allowed.addAll(Relations.AUDITED);
    }
    allowed.addAll(references);
    String where = stage == Stage.AGGREGATE ? "" : " at '-- stage: %s'";
    sql.checkRelations(file, allowed, where.formatted(stage.name().toLowerCase(Locale.ROOT)));
  }
}
