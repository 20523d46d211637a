// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.text.Escaped;
import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Says that a value does not fit its column's type, shortened and escaped; a personal one is never
 * shown. Public because generated code calls it.
 */
public final class TypeFaultMessage implements Serializable {
  private static final long serialVersionUID = 1;

  private final String column;
  private final String type;
  private final boolean personal;

  TypeFaultMessage(String column, String type, boolean personal) {
    this.column = column;
    this.type = type;
    this.personal = personal;
  }

  /** For example {@code amount: 'abc' is no DECIMAL(18,2)}. */
  public UTF8String message(UTF8String value) {
    String shown = personal ? "its value (hidden: personal)" : Escaped.quoted(value.toString());
    return UTF8String.fromString("%s: %s is no %s".formatted(column, shown, type));
  }
}
