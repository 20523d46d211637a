// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Source;
import io.sluice.testing.Sources;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ColumnOrderTest {
  private static final Source SOURCE = Sources.csv("id STRING, n INT, note STRING");

  private final ColumnOrder order =
      new ColumnOrder(
          SOURCE,
          Map.of(
              "file:/a.csv", new CsvHeader(List.of("n", "more", "id"), List.of("more")),
              "file:/b.csv", new CsvHeader(List.of("note", "id", "n"), List.of())));

  @Test
  void eachFileHasItsOwnOrder() {
    assertThat(ordered("file:/a.csv", "1", "x", "a")).containsExactly("a", "1", null);
    assertThat(ordered("file:/b.csv", "hello", "b", "2")).containsExactly("b", "2", "hello");
    assertThat(ordered("file:/a.csv", "3", "x", "c")).containsExactly("c", "3", null);
  }

  @Test
  void aMissingValueStaysMissing() {
    assertThat(ordered("file:/b.csv", null, "b", null)).containsExactly("b", null, null);
  }

  @Test
  void aRecordThatIsInOrderIsLeftAsItIs() {
    ColumnOrder inOrder =
        new ColumnOrder(
            SOURCE, Map.of("file:/c.csv", new CsvHeader(List.of("id", "n", "note"), List.of())));
    InternalRow record = record("c", "3", null, "the line");

    assertThat(inOrder.ofSchema(UTF8String.fromString("file:/c.csv"), record, 3)).isSameAs(record);
  }

  private List<String> ordered(String path, String... values) {
    InternalRow record = record(Arrays.copyOf(values, values.length + 1));
    InternalRow ordered = order.ofSchema(UTF8String.fromString(path), record, values.length);
    assertThat(ordered.numFields()).isEqualTo(4);
    assertThat(ordered.isNullAt(3)).as("it has no line").isTrue();
    return IntStream.range(0, 3)
        .mapToObj(ordered::getUTF8String)
        .map(value -> value == null ? null : value.toString())
        .toList();
  }

  private static InternalRow record(String... values) {
    return new GenericInternalRow(Arrays.stream(values).map(UTF8String::fromString).toArray());
  }
}
