// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.sluice.record.FieldFaults;
import io.sluice.spark.JavaFunction;
import io.sluice.text.Escaped;
import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Messages about one column's values, each shortened and escaped; a personal one is never shown.
 * Public because generated code calls it.
 */
public record FaultMessages(String column, boolean personal, String what) implements Serializable {

  /** For example {@code amount = '-5.00'}. */
  static Column value(String column, boolean personal, Column text) {
    Column shown = new FaultMessages(column, personal, "").call("value", text);
    return coalesce(shown, lit(column + " is empty"));
  }

  /** Messages such as {@code amount: 'abc' is no DECIMAL(18,2)}. */
  public static FaultMessages ofType(String column, boolean personal, String type) {
    return new FaultMessages(column, personal, "is no " + type.replace("%", "%%"));
  }

  /** Messages such as {@code city: 'M�nchen' holds bytes that are not in the file's encoding}. */
  public static FaultMessages ofField(
      String column, boolean personal, FieldFaults.Fault fault, int maxLength) {
    String what =
        switch (fault) {
          case NUL_BYTE -> "holds a NUL byte";
          case INVALID_UTF8 -> "holds bytes that are not in the file's encoding";
          case TOO_LONG -> "has %d characters, more than max-field-length " + maxLength;
        };
    return new FaultMessages(column, personal, what);
  }

  public UTF8String value(UTF8String value) {
    return UTF8String.fromString(column + " = " + shown("", value));
  }

  public UTF8String fault(UTF8String value) {
    return UTF8String.fromString(
        "%s: %s %s"
            .formatted(column, shown("its value ", value), what.formatted(value.numChars())));
  }

  /** The value, or that it is personal. */
  String shown(String prefix, UTF8String value) {
    return personal ? prefix + "(hidden: personal)" : Escaped.quoted(value.toString());
  }

  private Column call(String method, Column text) {
    return JavaFunction.call(this, method, DataTypes.StringType, text);
  }
}
