// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import com.univocity.parsers.csv.CsvParser;
import io.sluice.pipeline.CsvOptions;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import scala.collection.immutable.Map$;

/**
 * Records of CSV text, split as Spark's reader splits those of files, without a session.
 *
 * @param header the names, in the text's order; one may be empty
 * @param rows the values of each record, null where there is none; there may be more or fewer than
 *     the header has names
 */
public record CsvRecords(List<String> header, List<List<String>> rows) {
  /**
   * @param text whole lines, the first that isn't blank with the names of columns
   * @param most how many rows are read
   */
  public static CsvRecords of(String text, CsvOptions options, int most) {
    return options.multiLine() ? ofText(text, options, most) : ofLines(text, options, most);
  }

  private static CsvRecords ofLines(String text, CsvOptions options, int most) {
    CsvParser parser = parser(options);
    List<String> header = null;
    List<List<String>> rows = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      boolean isRecord = !isBlank(line);
      if (isRecord && header == null) {
        header = names(line, options);
      } else if (isRecord && rows.size() < most) {
        rows.add(values(parser.parseLine(line)));
      }
    }
    return new CsvRecords(header == null ? List.of() : header, rows);
  }

  private static CsvRecords ofText(String text, CsvOptions options, int most) {
    CsvParser parser = parser(options);
    parser.beginParsing(new StringReader(text));
    List<String> header =
        text.lines()
            .filter(line -> !isBlank(line))
            .findFirst()
            .map(line -> names(line, options))
            .orElse(List.of());
    parser.parseNext();
    List<List<String>> rows = new ArrayList<>();
    for (String[] row = parser.parseNext();
        row != null && rows.size() < most;
        row = parser.parseNext()) {
      rows.add(values(row));
    }
    parser.stopParsing();
    return new CsvRecords(header, rows);
  }

  private static List<String> names(String line, CsvOptions options) {
    try {
      return CsvHeader.split(line, options);
    } catch (CsvHeader.Mismatch e) {
      return List.of(line); // with so many columns no file is read
    }
  }

  private static boolean isBlank(String line) {
    return line.chars().allMatch(c -> c <= ' ');
  }

  private static List<String> values(String[] row) {
    return row == null ? List.of() : new ArrayList<>(Arrays.asList(row));
  }

  /** A parser as Spark has it. */
  static CsvParser parser(CsvOptions options) {
    scala.collection.immutable.Map<String, String> all = Map$.MODULE$.empty();
    for (var option : CsvGroupReader.options(options).entrySet()) {
      all = all.updated(option.getKey(), option.getValue());
    }
    return new CsvParser(new CSVOptions(all, false /* all columns */, "UTC").asParserSettings());
  }
}
