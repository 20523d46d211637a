// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.FieldText;
import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.unsafe.types.UTF8String;

/** Text as it is, and {@code true} or {@code false}. Public because generated code calls it. */
public final class TextParser implements Serializable {
  private static final long serialVersionUID = 1;

  /** The text unchanged, null where it is blank. */
  public UTF8String text(UTF8String text) {
    return FieldText.start(text) == text.numBytes() ? null : text;
  }

  /** True or false in any case, null for anything else. */
  public Boolean bool(UTF8String text) {
    return switch (FieldText.stripped(text).toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }
}
