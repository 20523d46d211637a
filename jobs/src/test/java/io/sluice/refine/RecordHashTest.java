// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/**
 * Records whose values have parts: other values, or the same in another place, hash differently.
 */
class RecordHashTest {
  private static final RecordHash HASH =
      new RecordHash(
          StructType.fromDDL(
                  "s STRUCT<a: STRING, b: STRING>, l ARRAY<ARRAY<INT>>, m MAP<STRING, STRING>")
              .fields());

  @Test
  void values_in_another_place_are_another_record() {
    List<Object[]> records =
        List.of(
            record(null, null, null),
            record(struct(null, null), null, null),
            record(struct("x", null), null, null),
            record(struct(null, "x"), null, null),
            record(null, array(), null),
            record(null, array((Object) null), null),
            record(null, array(array()), null),
            record(null, array(array(1)), null),
            record(null, array(array(1, null)), null),
            record(null, array(array(null, 1)), null),
            record(null, array(array(1), array()), null),
            record(null, array(array(), array(1)), null),
            record(null, array(array(1), array(2)), null),
            record(null, array(array(1, 2)), null),
            record(null, array(array(2, 1)), null),
            record(null, null, map()),
            record(null, null, map("x", null)),
            record(null, null, map("x", "y")),
            record(null, null, map("y", "x")),
            record(null, null, map("x", "1", "y", "2")),
            record(null, null, map("x", "2", "y", "1")));
    assertThat(records.stream().map(HASH::of)).doesNotHaveDuplicates();
  }

  @Test
  void entries_of_a_map_have_no_order() {
    assertThat(HASH.of(record(null, null, map("x", "1", "y", null, "z", "3"))))
        .isEqualTo(HASH.of(record(null, null, map("z", "3", "x", "1", "y", null))));
  }

  private static Object[] record(InternalRow s, GenericArrayData l, MapData m) {
    return new Object[] {s, l, m};
  }

  private static InternalRow struct(String a, String b) {
    return new GenericInternalRow(new Object[] {text(a), text(b)});
  }

  private static GenericArrayData array(Object... elements) {
    return new GenericArrayData(elements);
  }

  private static MapData map(String... entries) {
    List<Object> keys = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < entries.length; i += 2) {
      keys.add(text(entries[i]));
      values.add(text(entries[i + 1]));
    }
    return new ArrayBasedMapData(
        new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
  }

  private static UTF8String text(String text) {
    return text == null ? null : UTF8String.fromString(text);
  }
}
