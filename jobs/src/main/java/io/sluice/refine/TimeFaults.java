// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.spark.JavaFunction;
import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Messages about values of one column that are no date or time, with the formats that were tried.
 * Public because generated code calls it.
 */
public record TimeFaults(String column, boolean personal, TimeParser parser)
    implements Serializable {

  /** For example {@code due: '5.1.26' is no DATE; formats tried: yyyy-MM-dd}. */
  Column message(DataType type, Column text) {
    return JavaFunction.call(this, type.typeName(), DataTypes.StringType, text);
  }

  /** The message about a text that is no DATE. */
  public UTF8String date(UTF8String text) {
    return said("DATE", text, parser.dateObjection());
  }

  /** The message about a text that is no TIMESTAMP. */
  public UTF8String timestamp(UTF8String text) {
    return said("TIMESTAMP", text, parser.timestampObjection(text, personal));
  }

  private UTF8String said(String type, UTF8String text, String objection) {
    String shown = new FaultMessages(column, personal, "").shown("its value ", text);
    return UTF8String.fromString("%s: %s is no %s%s".formatted(column, shown, type, objection));
  }
}
