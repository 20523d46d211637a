// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.util.Locale;

/** What a change publishes. */
public enum ChangeKind {
  /** New files, into the transformed table, the quarantine and the ledger. */
  BATCH,
  /** Dates computed afresh from the files that hold them, into the same tables. */
  BACKFILL,
  /** One aggregation. */
  AGGREGATE,
  /** What people decided about files or quarantined records. */
  DECISION,
  /** The same rows in fewer files. */
  MAINTAIN;

  /** Whether it publishes rows of the transformed table, which aggregations have to take in. */
  public boolean isOfData() {
    return this == BATCH || this == BACKFILL;
  }

  /** The name that records use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ChangeKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
