package io.sluice.change;

import java.util.Locale;

/** What a change publishes. */
public enum Kind {
  /** New files, into the transformed table, the quarantine and the ledger. */
  BATCH,
  /** One aggregation. */
  AGGREGATE,
  /** What people decided about files or quarantined records. */
  DECISION,
  /** The same rows in fewer files. */
  MAINTAIN;

  /** The name that records use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Kind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
