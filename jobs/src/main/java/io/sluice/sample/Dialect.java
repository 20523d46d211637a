// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.format.csv.CsvRecords;
import io.sluice.pipeline.CsvOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a CSV text is divided into records and values: by the delimiter with which most lines have as
 * many values as the first one.
 *
 * @param alike how many of the lines that were looked at have as many values as the header
 * @param looked how many were looked at
 */
record Dialect(CsvOptions options, CsvRecords records, long alike, long looked) {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  /** What divides lines that none of the usual ones divides. */
  private static final List<Character> RARE = List.of('~', '^', '\u0001', '\u00a6', '\u00a7');

  private static final int LOOKED_AT = 500;

  /** Two values may come of a comma in a text. */
  private static final int COLUMNS_OF_A_TABLE = 3;

  static Dialect of(String text, String encoding) {
    char quote = quote(text);
    Dialect best = best(text, DELIMITERS, quote, encoding);
    if (best.columns() == 1 && best.usual() == 1) {
      Dialect rare = best(text, RARE, quote, encoding);
      best = rare.isTable() && rare.share() == 1 ? rare : best;
    }
    return best.spansLines(text);
  }

  private static Dialect best(
      String text, List<Character> delimiters, char quote, String encoding) {
    Dialect best = null;
    for (char delimiter : delimiters) {
      Dialect each = escaped(text, new CsvOptions(delimiter, quote, quote, encoding, "", false));
      if (best == null || each.isBetterThan(best)) {
        best = each;
      }
    }
    return best;
  }

  /**
   * With quotes doubled, or with a backslash before them where that leaves fewer lines apart, or
   * fewer values with quotes around them.
   */
  private static Dialect escaped(String text, CsvOptions doubled) {
    Dialect plain = looked(text, doubled);
    if (!text.contains("\\" + doubled.quote())) {
      return plain;
    }
    Dialect other =
        looked(
            text,
            new CsvOptions(
                doubled.delimiter(), doubled.quote(), '\\', doubled.encoding(), "", false));
    long lines = other.alike - plain.alike;
    return lines > 0 || (lines == 0 && other.leftQuotes() < plain.leftQuotes()) ? other : plain;
  }

  /** Values that a quote is before still, as there is where a text's quotes were misread. */
  private long leftQuotes() {
    String quote = String.valueOf(options.quote());
    return records.rows().stream()
        .flatMap(List::stream)
        .filter(value -> value != null && value.startsWith(quote))
        .count();
  }

  private static Dialect looked(String text, CsvOptions options) {
    CsvRecords records = CsvRecords.of(text, options, LOOKED_AT);
    int names = records.header().size();
    long alike = records.rows().stream().filter(row -> row.size() == names).count();
    return new Dialect(options, records, alike, records.rows().size());
  }

  /** Several columns are better than one, and then more lines alike, and then more columns. */
  private boolean isBetterThan(Dialect other) {
    if (isTable() != other.isTable()) {
      return isTable();
    } else if (!isTable() && isTitled() != other.isTitled()) {
      return isTitled();
    }
    double share = share() - other.share();
    return Math.abs(share) > 0.1 ? share > 0 : columns() > other.columns();
  }

  private boolean isTable() {
    return Math.min(columns(), usual()) > 1;
  }

  /** A line without a delimiter above lines that all have several values. */
  private boolean isTitled() {
    int usual = usual();
    long same = records.rows().stream().filter(row -> row.size() == usual).count();
    return usual >= COLUMNS_OF_A_TABLE && same * 5 >= looked * 4;
  }

  private double share() {
    return looked == 0 ? 1 : (double) alike / looked;
  }

  private int columns() {
    return records.header().size();
  }

  /** The number of values that most lines below the header have. */
  int usual() {
    Map<Integer, Long> counts =
        records.rows().stream()
            .collect(Collectors.groupingBy(List::size, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(columns());
  }

  /** The same with line breaks within quotes, where that makes more records whole. */
  private Dialect spansLines(String text) {
    if (alike == looked) {
      return this;
    }
    CsvOptions more =
        new CsvOptions(
            options.delimiter(),
            options.quote(),
            options.escape(),
            options.encoding(),
            options.nullValue(),
            true /* multi-line */);
    Dialect spanning = looked(text, more);
    return spanning.share() > share() ? spanning : this;
  }

  /** Single quotes around values, where there are no double ones. */
  private static char quote(String text) {
    if (text.indexOf('"') >= 0) {
      return '"';
    }
    long single =
        text.lines()
            .limit(LOOKED_AT)
            .filter(line -> line.matches(".*(^|[,;\\t|])'[^']*'([,;\\t|].*|$)"))
            .count();
    long lines = text.lines().limit(LOOKED_AT).count();
    return single * 2 > lines ? '\'' : '"';
  }
}
