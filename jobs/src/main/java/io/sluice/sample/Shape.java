// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import java.util.List;
import org.apache.spark.sql.types.DataType;

/** Shape of a field's values. */
sealed interface Shape {
  /** Values without parts, whose type is to be guessed. */
  record Texts(Values values) implements Shape {}

  /** Values whose type the sample itself says. */
  record Typed(DataType type) implements Shape {}

  /** Objects with fields. */
  record Struct(List<SampleField> fields) implements Shape {}

  /** Arrays. */
  record Array(Shape element) implements Shape {}

  /** Objects whose names are values themselves. */
  record Dictionary(Shape value) implements Shape {}
}
