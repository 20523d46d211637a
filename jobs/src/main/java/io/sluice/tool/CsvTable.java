package io.sluice.tool;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.sluice.problem.Problem;
import java.io.StringReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * A small table written by hand: a header, then rows. An empty cell is null, blanks are a value.
 *
 * @param rows values in the order of the columns
 */
record CsvTable(List<String> columns, List<List<String>> rows) {

  /**
   * @param name what to call the table in a message
   */
  static CsvTable parse(String name, String text) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setComment('\0'); // else a line that starts with # would not be seen
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setMaxCharsPerColumn(-1);
    List<String[]> lines = new CsvParser(settings).parseAll(new StringReader(text));
    if (lines.isEmpty()) {
      throw problem(name, "it is empty; write a header, even where no rows are expected");
    }
    List<String> columns = Arrays.asList(lines.get(0));
    if (columns.contains(null) || new HashSet<>(columns).size() < columns.size()) {
      throw problem(name, "its header needs names, each of them once");
    }
    List<List<String>> rows = lines.stream().skip(1).map(Arrays::asList).toList();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw problem(
            name,
            "row %d has %d values, the header %d columns"
                .formatted(i + 1, rows.get(i).size(), columns.size()));
      }
    }
    return new CsvTable(columns, rows);
  }

  private static Problem problem(String name, String why) {
    return Problem.invalid("Cannot read %s: %s".formatted(name, why));
  }
}
