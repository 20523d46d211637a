// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what came out of a case into the file that says what is expected. */
record ExpectedFile(Storage storage, CaseFile file) {

  /**
   * Makes the file expect what came out: rows stay where they are, in the columns that it names.
   *
   * @throws Problem INVALID where the file is no CSV
   */
  void update(RowDifference difference) {
    if (file.format() != CaseFile.Format.CSV) {
      throw CaseTable.wrong(file.name(), "only CSV can be updated; write the rows by hand");
    }
    List<List<String>> rows = new ArrayList<>();
    Map<Integer, List<String>> changed = new HashMap<>();
    difference.changed().forEach(pair -> changed.put(pair.expected().line(), pair.found()));
    List<Integer> missing =
        difference.missing().stream().map(RowDifference.Expected::line).toList();
    CaseTable table = file.table(storage);
    for (CaseTable.Line line : table.rows()) {
      if (!missing.contains(line.number())) {
        rows.add(changed.getOrDefault(line.number(), line.values()));
      }
    }
    rows.addAll(difference.unexpected());
    StringBuilder text = new StringBuilder(line(table.names()));
    rows.forEach(row -> text.append(line(row)));
    storage.replace(file.path(), text.toString());
  }

  private static String line(List<String> values) {
    return values.stream().map(ExpectedFile::cell).collect(Collectors.joining(",")) + "\n";
  }

  private static String cell(String value) {
    if (value == null) {
      return "";
    }
    boolean isPlain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return isPlain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
