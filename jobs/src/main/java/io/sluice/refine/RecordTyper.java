// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.sluice.record.FieldText;
import io.sluice.record.FieldTyping;
import io.sluice.record.RecordTyping;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XxHash64Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Types the fields of one raw record after the other, in a loop over them. As expressions of a
 * plan, one a field, they would cost more to plan than to evaluate where there are a thousand, and
 * Java would leave the code that Spark generates of them uncompiled.
 */
final class RecordTyper implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BITS = 64;

  /** As Spark's own function has it. */
  private static final long SEED = 42;

  private final FieldTyping[] typings;
  private final DataType[] rawTypes;
  private final DataType[] types;
  private final boolean[] required;

  RecordTyper(StructField[] fields, RecordTyping typing) {
    this.typings = Arrays.stream(fields).map(typing::typing).toArray(FieldTyping[]::new);
    this.rawTypes = Arrays.stream(fields).map(typing::rawType).toArray(DataType[]::new);
    this.types = Arrays.stream(fields).map(StructField::dataType).toArray(DataType[]::new);
    this.required = new boolean[fields.length];
    for (int i = 0; i < fields.length; i++) {
      required[i] = !fields[i].nullable();
    }
  }

  int fields() {
    return typings.length;
  }

  /** A field's raw value; null for none. */
  Object raw(InternalRow record, int field) {
    if (record.isNullAt(field)) {
      return null;
    }
    return rawTypes[field].equals(StringType)
        ? record.getUTF8String(field)
        : record.get(field, rawTypes[field]);
  }

  /** The typed value of what {@link #raw} gave. */
  Object value(Object raw, int field) {
    return raw == null ? null : typings[field].value(raw);
  }

  /** The text of what {@link #raw} gave. */
  UTF8String text(Object raw, int field) {
    return raw == null ? null : typings[field].text(raw);
  }

  UTF8String typeFault(Object raw, int field, boolean personal) {
    return typings[field].typeFault(raw, personal);
  }

  boolean isText(int field) {
    return types[field].equals(StringType);
  }

  boolean isRequired(int field) {
    return required[field];
  }

  static boolean isBlank(UTF8String text) {
    return text == null || FieldText.start(text) == text.numBytes();
  }

  /**
   * Types a record.
   *
   * @param record the raw fields come first in it
   * @param values to put the typed ones into
   * @return whether each value fits its type, and none is missing that is required
   */
  boolean type(InternalRow record, Object[] values) {
    boolean fits = true;
    for (int i = 0; i < typings.length; i++) {
      Object raw = raw(record, i);
      Object value = value(raw, i);
      values[i] = value;
      if (value == null) {
        fits &= !required[i] && (raw == null || isText(i) || isBlank(text(raw, i)));
      }
    }
    return fits;
  }

  /**
   * The hash of a typed record. Spark's hash passes over nulls, so that values which moved to
   * another column would hash alike; which columns are null is hashed as well.
   */
  long hash(Object[] values) {
    long hash = SEED;
    long nulls = 0;
    int bit = 0;
    for (int i = 0; i < types.length; i++) {
      if (values[i] == null) {
        nulls ^= 1L << bit;
      } else {
        hash = XxHash64Function.hash(values[i], types[i], hash);
      }
      if (++bit == BITS) {
        hash = XxHash64Function.hash(nulls, LongType, hash);
        nulls = 0;
        bit = 0;
      }
    }
    return XxHash64Function.hash(nulls, LongType, hash);
  }
}
