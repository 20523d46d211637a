// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import java.util.Locale;

/** Status of a noted file so far. */
public enum NotedFileStatus {
  /** Its batch is not published yet. */
  OPEN,
  /** It isn't what was noted any more. */
  CHANGED,
  /** Its batch is not published yet, and it isn't there any more. */
  GONE,
  INGESTED,
  REJECTED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Says whether the ledger has files of it. */
  boolean isInLedger() {
    return this == INGESTED || this == REJECTED;
  }
}
