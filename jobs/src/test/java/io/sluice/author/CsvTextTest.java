// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.author.CaseTable.Line;
import io.sluice.author.CaseTable.Name;
import io.sluice.problem.Problem;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTextTest {
  @Test
  void knowsWhereEachRowBegins() {
    assertThat(CsvText.parse("a.csv", "\nid,note\n\na,\"two\nlines\"\n# b, x \r\n\"\",\n\nc,end"))
        .isEqualTo(
            new CaseTable(
                "a.csv",
                List.of(new Name("id", 2), new Name("note", 2)),
                List.of(
                    new Line(4, List.of("a", "two\nlines")),
                    new Line(6, List.of("# b", " x ")),
                    new Line(7, Arrays.asList("", null)),
                    new Line(9, List.of("c", "end")))));
  }

  @Test
  void ofASingleColumnAnEmptyLineIsARow() {
    assertThat(CsvText.parse("a.csv", "\nid\n\"\"\n\na\n").rows())
        .containsExactly(
            new Line(3, List.of("")),
            new Line(4, Arrays.asList((String) null)),
            new Line(5, List.of("a")));
  }

  @Test
  void whatCameIsReadAsItWasWritten() {
    List<String> values =
        Arrays.asList(null, "", " ", "#", "\"", "a\"\"", ",", "\n", "a\rb", "null", null);
    List<List<String>> rows = values.stream().map(Collections::singletonList).toList();

    CaseTable empty = CsvText.parse("a.csv", "id\n");
    RowDifference all = RowDifference.of(List.of("id"), List.of(), List.of(), rows).orElseThrow();

    assertThat(CsvText.parse("a.csv", CsvText.rewritten(empty, all)).rows())
        .extracting(line -> line.values().get(0))
        .containsExactlyInAnyOrderElementsOf(values);
  }

  @Test
  void refusesWhatIsNoTable() {
    refuses(
        "", "Cannot use a.csv: it is empty; write a header, even where there are no rows below it");
    refuses("id,id\n", "Cannot use a.csv, line 1: the header needs names, each of them once");
    refuses("id,\n", "Cannot use a.csv, line 1: the header needs names, each of them once");
    refuses(
        "id,price\na,1\nb,1,2\n",
        "Cannot use a.csv, line 3: it has 3 values, and the header 2 columns");
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> CsvText.parse("a.csv", text))
        .isInstanceOf(Problem.class)
        .hasMessage(message);
  }
}
