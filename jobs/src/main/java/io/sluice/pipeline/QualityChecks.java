// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.pipeline.SqlReader.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Makes the quality checks from the files of their folder. */
record QualityChecks(SqlReader sql, Findings findings) {
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
          checkName(name, file);
          table.ifPresent(known -> checkRelations(file, known, aggregations));
          checks.add(check(name, file));
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

  private void checkName(String name, Read file) {
    if (!Relations.isName(name)) {
      findings.add(
          file.file().name(),
          "found the file name '%s.sql'; allowed: %s".formatted(name, Relations.NAME_ALLOWED));
    }
  }

  private void checkRelations(Read file, String table, Collection<String> aggregations) {
    List<String> allowed = new ArrayList<>(List.of(table));
    allowed.addAll(aggregations);
    allowed.addAll(Relations.AUDITED);
    sql.checkRelations(file, allowed);
  }
}
