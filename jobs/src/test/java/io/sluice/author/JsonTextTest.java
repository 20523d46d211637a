// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.author.CaseTable.Line;
import io.sluice.author.CaseTable.Name;
import io.sluice.problem.Problem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static final CaseTable TABLE =
      new CaseTable(
          "a.json",
          List.of(new Name("id", 2), new Name("price", 2), new Name("tags", 3)),
          List.of(
              new Line(2, Arrays.asList("a", "1.50", null)),
              new Line(3, Arrays.asList("b", null, "[{\"x\":1.0},null]")),
              new Line(5, Arrays.asList("true", "100", null))));

  @Test
  void takesAnArrayOfObjects() {
    assertThat(
            JsonText.parse(
                "a.json",
                """
                [
                  {"id": "a", "price": 1.50},
                  {"id": "b", "price": null, "tags": [{"x": 1.0}, null]},

                  {
                    "price": 1e2,
                    "id": true
                  }
                ]
                """))
        .isEqualTo(TABLE);
  }

  @Test
  void takesAnObjectALine() {
    assertThat(
            JsonText.parse(
                "a.json",
                """

                {"id": "a", "price": 1.50}
                {"id": "b", "tags": [{"x": 1.0}, null]}

                {"id": true, "price": 100}
                """))
        .isEqualTo(TABLE);
  }

  @Test
  void anEmptyArrayHasNoRows() {
    assertThat(JsonText.parse("a.json", "[]"))
        .isEqualTo(new CaseTable("a.json", List.of(), List.of()));
  }

  @Test
  void refusesWhatIsNoTable() {
    refuses(" \n", "Cannot use a.json: it is empty; write [] where there are no rows");
    refuses(
        "[\n{\"id\": 1},\n2]",
        "Cannot use a.json, line 3: a row is an object, such as {\"id\": 1}");
    refuses(
        "{\"id\": 1}\n{}",
        "Cannot use a.json, line 2: the object is empty; name at least one column");
    refuses(
        "[]\n[]", "Cannot use a.json, line 2: something follows the array; put all rows into it");
    refuses(
        "{\"id\": 1,\n\"id\": 2}",
        "Cannot use a.json, line 2: it is no JSON: Duplicate field 'id'");
    refuses(
        "{\"id\": 1}\n{\"id\": one}",
        "Cannot use a.json, line 2: it is no JSON: Unrecognized token 'one': was expecting (JSON"
            + " String, Number, Array, Object or token 'null', 'true' or 'false')");
    refuses(
        "[{\"id\": 1}\n",
        "Cannot use a.json, line 2: it is no JSON: Unexpected end-of-input: expected close marker"
            + " for Array");
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> JsonText.parse("a.json", text))
        .isInstanceOf(Problem.class)
        .hasMessage(message);
  }
}
