// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.FieldFaults;
import io.sluice.text.Escaped;
import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Says what makes a field unfit, with its text shortened and escaped; a personal one is never
 * shown. Public because generated code calls it.
 */
public final class FieldFaultMessage implements Serializable {
  private static final long serialVersionUID = 1;

  private final String column;
  private final String fault;
  private final boolean personal;

  FieldFaultMessage(String column, FieldFaults.Fault fault, int maxLength, boolean personal) {
    this.column = column;
    this.personal = personal;
    this.fault =
        switch (fault) {
          case NUL_BYTE -> "holds a NUL byte";
          case INVALID_UTF8 -> "holds bytes that are not in the file's encoding";
          case TOO_LONG -> "has %d characters, more than max-field-length " + maxLength;
        };
  }

  /** For example {@code city: 'M�nchen' holds bytes that are not in the file's encoding}. */
  public UTF8String message(UTF8String value) {
    String shown = personal ? "its value (hidden: personal)" : Escaped.quoted(value.toString());
    return UTF8String.fromString(
        "%s: %s %s".formatted(column, shown, fault.formatted(value.numChars())));
  }
}
