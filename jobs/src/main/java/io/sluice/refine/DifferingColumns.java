// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.struct;

import io.sluice.record.EngineColumns;
import io.sluice.spark.JavaFunction;
import io.sluice.spark.RowBytes;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/** Names the columns in which two rows differ. Public because generated code calls it. */
public final class DifferingColumns implements Serializable {
  private static final long serialVersionUID = 1;

  private final RowBytes rows;
  private final int[] compared;

  /**
   * @param same columns in which they are the same
   */
  DifferingColumns(RowBytes rows, Set<String> same) {
    this.rows = rows;
    StructField[] fields = rows.schema().fields();
    this.compared =
        IntStream.range(0, fields.length)
            .filter(i -> !same.contains(fields[i].name()))
            .filter(i -> !EngineColumns.OF_ROWS.contains(fields[i].name()))
            .toArray();
  }

  /** The names, separated by commas, of two rows' columns of bytes. */
  Column names(Column one, Column other) {
    return JavaFunction.call(
        this, "of", DataTypes.StringType, struct(one.as("one"), other.as("other")));
  }

  /**
   * @param pair the bytes of two rows
   */
  public UTF8String of(InternalRow pair) {
    InternalRow one = rows.row(pair.getBinary(0));
    InternalRow other = rows.row(pair.getBinary(1));
    return UTF8String.fromString(
        Arrays.stream(compared)
            .filter(i -> !areEqual(value(one, i), value(other, i)))
            .mapToObj(i -> rows.schema().fields()[i].name())
            .collect(Collectors.joining(", ")));
  }

  private Object value(InternalRow row, int i) {
    return row.isNullAt(i) ? null : row.get(i, rows.schema().fields()[i].dataType());
  }

  private static boolean areEqual(Object one, Object other) {
    if (one instanceof MapData map && other instanceof MapData otherMap) {
      return map.keyArray().equals(otherMap.keyArray())
          && map.valueArray().equals(otherMap.valueArray());
    } else if (one instanceof byte[] bytes && other instanceof byte[] otherBytes) {
      return Arrays.equals(bytes, otherBytes);
    }
    return Objects.equals(one, other);
  }
}
