// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Sources;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ColumnOrderTest {
  private final ColumnOrder order =
      new ColumnOrder(
          Sources.csv("id STRING, n INT, note STRING"),
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

  private List<String> ordered(String path, String... values) {
    Object[] texts = Arrays.stream(values).map(UTF8String::fromString).toArray();
    Object[] record = {UTF8String.fromString(path), new GenericArrayData(texts)};
    GenericArrayData ordered = (GenericArrayData) order.ofSchema(new GenericInternalRow(record));
    return Arrays.stream(ordered.array())
        .map(value -> value == null ? null : value.toString())
        .toList();
  }
}
