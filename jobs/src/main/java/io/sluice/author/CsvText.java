// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.sluice.author.CaseTable.Line;
import io.sluice.author.CaseTable.Name;
import io.sluice.author.RowDifference.Expected;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A CSV file of a case: a header, then rows. An empty cell is null, {@code ""} is an empty text,
 * and blanks are a value. Empty lines don't count, but where there is one column: there each is a
 * row.
 */
final class CsvText {
  private CsvText() {}

  /**
   * @param file what to call it in messages
   */
  static CaseTable parse(String file, String text) {
    List<Line> lines = lines(text);
    if (lines.isEmpty()) {
      throw CaseTable.withoutHeader(file);
    }
    Line header = lines.get(0);
    List<String> names = header.values();
    if (names.stream().anyMatch(Objects::isNull) || new HashSet<>(names).size() < names.size()) {
      throw CaseTable.wrong(file, header.number(), "the header needs names, each of them once");
    }
    List<Line> rows = lines.subList(1, lines.size());
    for (Line row : rows) {
      if (row.values().size() != names.size()) {
        String differs = "it has %d values, and the header %d columns";
        String why = differs.formatted(row.values().size(), names.size());
        throw CaseTable.wrong(file, row.number(), why);
      }
    }
    return new CaseTable(
        file, names.stream().map(name -> new Name(name, header.number())).toList(), rows);
  }

  /** The table as CSV with the rows that came, in place of those that were expected of it. */
  static String rewritten(CaseTable table, RowDifference difference) {
    Map<Integer, List<String>> changed = new HashMap<>();
    difference.changed().forEach(pair -> changed.put(pair.expected().row(), pair.found()));
    List<Integer> missing = difference.missing().stream().map(Expected::row).toList();
    StringBuilder text = new StringBuilder(line(table.names()));
    for (int i = 0; i < table.rows().size(); i++) {
      if (!missing.contains(i)) {
        text.append(line(changed.getOrDefault(i, table.rows().get(i).values())));
      }
    }
    difference.unexpected().forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> values) {
    return values.stream().map(CsvText::cell).collect(Collectors.joining(",")) + "\n";
  }

  private static String cell(String value) {
    if (value == null) {
      return "";
    }
    boolean isPlain =
        !value.isEmpty()
            && value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return isPlain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  private static List<Line> lines(String text) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setComment('\0'); // else a line that starts with # would not be seen
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setMaxCharsPerColumn(-1);
    settings.setSkipEmptyLines(false); // skipped ones are not counted
    settings.setEmptyValue(""); // else quoted nothing would be null
    CsvParser parser = new CsvParser(settings);
    parser.beginParsing(new StringReader(text.replace("\r\n", "\n")));
    List<Line> lines = new ArrayList<>();
    int begin = 1;
    for (String[] values = parser.parseNext(); values != null; values = parser.parseNext()) {
      boolean isEmpty = values.length == 1 && values[0] == null;
      boolean isRow = !lines.isEmpty() && lines.get(0).values().size() == 1;
      if (!isEmpty || isRow) {
        lines.add(new Line(begin, Arrays.asList(values)));
      }
      begin = (int) parser.getContext().currentLine() + 1;
    }
    return lines;
  }
}
