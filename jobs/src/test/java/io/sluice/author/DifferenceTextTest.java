// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferenceTextTest {
  private static final List<String> COLUMNS = List.of("day", "shop", "sales", "note");

  @Test
  void equalRowsInAnyOrderHaveNoDifference() {
    List<List<String>> rows = List.of(row("a", "b", "1", null), row("a", "c", "1", "x"));
    assertThat(RowDifference.of(COLUMNS, rows, List.of(2, 3), List.of(rows.get(1), rows.get(0))))
        .isEmpty();
  }

  @Test
  void showsColumnByColumnWhereRowsAgreeInMost() {
    assertThat(
            difference(
                List.of(
                    row("mon", "north", "1", null),
                    row("mon", "south", "2", "x"),
                    row("tue", "north", "3", "x"),
                    row("wed", "north", "4", "x")),
                List.of(
                    row("wed", "north", "4", "x"),
                    row("tue", "north", "30", "x"),
                    row("mon", "south", "2", "y\n"),
                    row("thu", "west", "9", "x"))))
        .isEqualTo(
            """
            it: 2 rows differ (~), 1 row missing (-), 1 row unexpected (+)
              ~  line 3  expected  found
                 day     mon       mon
                 shop    south     south
                 sales   2         2
              *  note    x         y\\u000a
              ~  line 4  expected  found
                 day     tue       tue
                 shop    north     north
              *  sales   3         30
                 note    x         x
                 day  shop   sales  note
              -  mon  north  1      (null)
              +  thu  west   9      x
            """);
  }

  @Test
  void theMostSimilarRowsBelongTogether() {
    assertThat(
            difference(
                List.of(row("mon", "north", "1", "x"), row("mon", "north", "2", null)),
                List.of(row("mon", "north", "2", "x"))))
        .isEqualTo(
            """
            it: 1 row differs (~), 1 row missing (-)
              ~  line 2  expected  found
                 day     mon       mon
                 shop    north     north
              *  sales   1         2
                 note    x         x
                 day  shop   sales  note
              -  mon  north  2      (null)
            """);
  }

  @Test
  void aRowThatStandsTwiceIsTwoRows() {
    assertThat(
            difference(
                List.of(row("mon", "north", "1", "x")),
                List.of(row("mon", "north", "1", "x"), row("mon", "north", "1", "x"))))
        .isEqualTo(
            """
            it: 1 row unexpected (+)
                 day  shop   sales  note
              +  mon  north  1      x
            """);
  }

  @Test
  void showsAFewOfManyRows() {
    List<List<String>> expected = new ArrayList<>();
    List<List<String>> found = new ArrayList<>();
    for (int i = 100; i < 121; i++) {
      expected.add(row("mon", "north", "x" + i, "a" + i));
      expected.add(row("tue", "s" + i, "1", "" + i));
      found.add(row("tue", "s" + i, "2", "" + i));
    }
    List<String> lines = difference(expected, found).lines().toList();
    assertThat(lines.get(0)).isEqualTo("it: 21 rows differ (~), 21 rows missing (-)");
    assertThat(lines).hasSize(1 + 5 * 20 + 1 + 1 + 20 + 1);
    assertThat(lines.get(101)).isEqualTo("  ~  … and 1 more");
    assertThat(lines.get(123)).isEqualTo("  -  … and 1 more");
  }

  @Test
  void longTextsShowWhereTheyDiffer() {
    String same = "x".repeat(150);
    List<String> lines =
        difference(
                List.of(row("mon", "north", "1", same + "expected" + same)),
                List.of(row("mon", "north", "1", same + "found" + same)))
            .lines()
            .toList();
    assertThat(lines).allMatch(line -> line.length() <= 118);
    assertThat(lines.get(5)).matches("  \\*  note    …x{20,}expectedx+… +…x{20,}foundx+…");
  }

  @Test
  void rowsOfManyColumnsStandBelowEachOther() {
    List<String> columns = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      columns.add("column_" + i);
      expected.add("" + i);
      missing.add("m" + i);
      found.add(i == 25 ? "other" : "" + i);
    }
    RowDifference difference =
        RowDifference.of(columns, List.of(expected, missing), List.of(2, 3), List.of(found))
            .orElseThrow();
    assertThat(DifferenceText.of("it", difference))
        .startsWith(
            "it: 1 row differs (~), 1 row missing (-)",
            "  ~  line 2     expected  found",
            "     column_10  10        10",
            "     column_11  11        11",
            "     column_12  12        12",
            "  *  column_25  25        other",
            "     … and 16 more are the same",
            "  -  column_10  m10",
            "     column_11  m11")
        .allMatch(line -> line.length() <= 118);
  }

  private static List<String> row(String... values) {
    return Arrays.asList(values);
  }

  /** The expected rows stand in lines 2, 3 and so on. */
  private static String difference(List<List<String>> expected, List<List<String>> found) {
    List<Integer> lines = IntStream.range(2, expected.size() + 2).boxed().toList();
    RowDifference difference = RowDifference.of(COLUMNS, expected, lines, found).orElseThrow();
    return String.join("\n", DifferenceText.of("it", difference)) + "\n";
  }
}
