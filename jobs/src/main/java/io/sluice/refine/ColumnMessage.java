// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.text.Escaped;
import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Shows a column's value in a message, shortened and escaped; a personal one is never shown. Public
 * because generated code calls it.
 */
public final class ColumnMessage implements Serializable {
  private static final long serialVersionUID = 1;

  private final String column;
  private final boolean personal;

  ColumnMessage(String column, boolean personal) {
    this.column = column;
    this.personal = personal;
  }

  /** For example {@code amount = '-5.00'}. */
  public UTF8String value(UTF8String value) {
    return UTF8String.fromString(
        column + " = " + (personal ? "(hidden: personal)" : Escaped.quoted(value.toString())));
  }
}
