// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.util.Locale;

/** Kind of a person's decision. */
public enum DecisionKind {
  /** This file is not wanted. */
  REJECT,
  /** The file that is in a changed one's place is taken. */
  ACCEPT,
  /** This file is gone, and that is fine. */
  ACCEPT_MISSING,
  /** This file is to be taken in once more. */
  RETRY,
  /** This quarantined record is not wanted. */
  DISCARD,
  /** This batch was published under another limit of the gate. */
  OVERRIDE;

  /** The name that tables and records use, such as {@code accept_missing}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with that label. */
  public static DecisionKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
