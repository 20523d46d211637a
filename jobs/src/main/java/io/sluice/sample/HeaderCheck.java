// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.column.EngineParsers;
import io.sluice.column.TimeShape;
import io.sluice.column.Values;
import io.sluice.format.csv.CsvRecords;
import io.sluice.pipeline.NumberSeparators;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;

/** Checks that a sample's first line names its columns, and that records follow it. */
record HeaderCheck(SampleProblems problems, Dialect dialect) {
  private static final EngineParsers PLAIN = new EngineParsers(NumberSeparators.PLAIN);

  /** Fewer values may be like a name by chance. */
  private static final int ENOUGH = 5;

  void check(CsvRecords records) {
    List<String> header = records.header();
    List<List<String>> rows = records.rows();
    long alike = rows.stream().filter(row -> row.size() == header.size()).count();
    if (rows.isEmpty()) {
      if (seemsValues(header, List.of())) {
        throw noHeader(header);
      }
      throw problems.headerOnly();
    } else if (header.size() == 1 && header.get(0).strip().matches("\\S+( {2,}\\S+)+")) {
      throw problems.of(
          "its columns seem to have a fixed width, and no delimiter divides them; have it written with one, as CSV, and land such files");
    } else if (alike * 2 <= rows.size()) {
      throw otherColumns(header);
    } else if (seemsValues(header, rows)) {
      throw noHeader(header);
    }
  }

  private RuntimeException otherColumns(List<String> header) {
    int usual = dialect.usual();
    String delimiter = String.valueOf(dialect.options().delimiter());
    String line = String.join(delimiter, header).strip();
    if (line.matches("(?i)sep=.?")) {
      return problems.of(
          "its first line %s tells Excel the delimiter, where the names of columns have to be; have it left out, in files that land too",
          Escaped.quoted(line));
    } else if (usual == header.size() + 1 && endWithDelimiter(usual)) {
      return problems.of(
          "its lines end with the delimiter (%s), and the first one, which names the columns, doesn't; have it at the end of all lines or of none, in files that land too",
          Escaped.quoted(delimiter));
    }
    return problems.of(
        "its first line has %s, and most lines below it have %d; the first line has to name the columns: delete what is above the header, in files that land too, and quote values that hold the delimiter (%s)",
        Counted.of(header.size(), "value"), usual, Escaped.quoted(delimiter));
  }

  private boolean endWithDelimiter(int usual) {
    return dialect.records().rows().stream()
        .filter(row -> row.size() == usual)
        .allMatch(row -> row.get(usual - 1) == null || row.get(usual - 1).isBlank());
  }

  private RuntimeException noHeader(List<String> header) {
    return problems.of(
        "its first line %s has values where the names of columns have to be; Sluice finds columns by name: write a line of names above it, in files that land too",
        Escaped.quoted(String.join(String.valueOf(dialect.options().delimiter()), header)));
  }

  /** Half of the names are numbers or times, or stand below as values of the same column. */
  private static boolean seemsValues(List<String> header, List<List<String>> rows) {
    long named = header.stream().filter(name -> !name.isBlank()).count();
    long values =
        IntStream.range(0, header.size())
            .filter(i -> !header.get(i).isBlank())
            .filter(
                i ->
                    isValue(header.get(i))
                        || recurs(header, i, rows)
                        || isNumberedAlike(header, i, rows))
            .count();
    return values * 2 > named;
  }

  private static boolean isValue(String name) {
    Values one = new Values(List.of(name));
    boolean isYear = name.matches("(19|20)\\d\\d");
    return !isYear
        && (PLAIN.takeAll(one, DataTypes.DoubleType)
            || PLAIN.takeAll(one, DataTypes.BooleanType)
            || name.matches("-?\\d+,\\d+")
            || TimeShape.of(name).isPresent());
  }

  /** A name such as k1 above values such as k2, which differ from it in their digits alone. */
  private static boolean isNumberedAlike(List<String> header, int column, List<List<String>> rows) {
    String name = header.get(column);
    List<String> values =
        rows.stream()
            .filter(row -> row.size() == header.size() && row.get(column) != null)
            .map(row -> row.get(column))
            .toList();
    return name.matches(".*\\p{L}.*\\d.*")
        && values.size() >= ENOUGH
        && values.stream().allMatch(value -> undigited(value).equals(undigited(name)));
  }

  private static String undigited(String text) {
    return text.replaceAll("\\d+", "9");
  }

  /** A line that repeats the whole header is another matter, and counts for nothing here. */
  private static boolean recurs(List<String> header, int column, List<List<String>> rows) {
    return rows.stream()
        .filter(row -> row.size() == header.size() && !row.equals(header))
        .anyMatch(row -> header.get(column).equals(row.get(column)));
  }
}
