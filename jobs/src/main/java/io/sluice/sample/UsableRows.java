// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.format.csv.CsvRecords;
import io.sluice.sample.Sample.Remark;
import io.sluice.text.Escaped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The lines of a CSV sample that tell what its columns hold.
 *
 * @param remarks about the others, by what they are
 */
record UsableRows(List<List<String>> rows, Map<String, Remark> remarks) {
  /** A last line among fewer is one like any other. */
  private static final int ENOUGH = 5;

  private static final Set<String> TOTALS =
      Set.of(
          "total",
          "totals",
          "sum",
          "summe",
          "gesamt",
          "gesamtsumme",
          "trailer",
          "footer",
          "count",
          "anzahl",
          "end",
          "ende",
          "eof");

  /**
   * @param most how many lines are looked at
   * @param isWhole whether the last line is the last of the file
   */
  static UsableRows of(CsvRecords records, int most, boolean isWhole) {
    int names = records.header().size();
    List<List<String>> all = records.rows();
    List<List<String>> looked = all.subList(0, Math.min(most, all.size()));
    List<List<String>> alike = looked.stream().filter(row -> row.size() == names).toList();
    List<List<String>> rows = alike.stream().filter(row -> !isBroken(row)).toList();
    Map<String, Remark> remarks = new LinkedHashMap<>();
    if (alike.size() < looked.size()) {
      remarks.put(
          "lines",
          new Remark(
              looked.size() - alike.size() + " left out",
              "they have another number of values than the header; where they land they are quarantined as column_count",
              true));
    }
    if (rows.size() < alike.size()) {
      remarks.put(
          "broken lines",
          new Remark(
              alike.size() - rows.size() + " left out",
              "they have a NUL byte, or bytes that are no letter; where they land they are quarantined as nul_byte or invalid_utf8",
              true));
    }
    if (isWhole && looked.size() == all.size() && endsInTotals(rows)) {
      remarks.put(
          "last line",
          new Remark(
              "left out",
              "it begins with %s and lacks what all others have, as a line of totals does; it is quarantined where that is NOT NULL, and published else"
                  .formatted(Escaped.quoted(first(rows.get(rows.size() - 1)))),
              true));
      rows = rows.subList(0, rows.size() - 1);
    }
    return new UsableRows(rows, remarks);
  }

  private static boolean isBroken(List<String> row) {
    return row.stream()
        .anyMatch(
            value ->
                value != null && (value.indexOf('\0') >= 0 || value.indexOf(Encoding.BROKEN) >= 0));
  }

  /** The last line lacks a value that each other line has, and begins unlike all of them. */
  private static boolean endsInTotals(List<List<String>> rows) {
    if (rows.size() < ENOUGH) {
      return false;
    }
    List<List<String>> others = rows.subList(0, rows.size() - 1);
    List<String> last = rows.get(rows.size() - 1);
    boolean lacks =
        IntStream.range(0, last.size())
            .anyMatch(
                i -> isBlank(last.get(i)) && others.stream().noneMatch(row -> isBlank(row.get(i))));
    String first = first(last);
    boolean isTotal = TOTALS.contains(first.toLowerCase(Locale.ROOT).replaceFirst(":$", ""));
    return lacks
        && (isTotal
            || others.stream().noneMatch(row -> outline(first(row)).equals(outline(first))));
  }

  /** The first value that is there. */
  private static String first(List<String> row) {
    return row.stream().filter(value -> !isBlank(value)).findFirst().orElse("").strip();
  }

  /** What a text is made of, letters and digits: {@code a9} of {@code A-1007}, without signs. */
  private static String outline(String text) {
    return text.replaceAll("\\p{L}+", "a").replaceAll("\\d+", "9").replaceAll("[^a9]", "");
  }

  private static boolean isBlank(String value) {
    return value == null || value.isBlank();
  }
}
