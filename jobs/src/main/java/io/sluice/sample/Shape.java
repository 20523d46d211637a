// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.column.Values;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Shape of a field's values. */
public sealed interface Shape {
  /** Values without parts, whose type is to be guessed. */
  record Texts(Values values) implements Shape {}

  /** Values whose type the sample itself says. */
  record Typed(DataType type) implements Shape {
    /** Returns whether they are objects, arrays or maps. */
    public boolean hasParts() {
      return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    }
  }

  /** Objects with fields. */
  record Struct(List<SampleField> fields) implements Shape {}

  /** Arrays. */
  record Array(Shape element) implements Shape {}

  /** Objects whose names are values themselves. */
  record Dictionary(Shape value) implements Shape {}
}
