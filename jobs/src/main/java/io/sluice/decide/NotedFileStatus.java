// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import java.util.Locale;

/** States of a noted file. */
public enum NotedFileStatus {
  /** Its batch is not published yet. */
  OPEN,
  /** Its content isn't the noted one any more. */
  CHANGED,
  /** Its batch is not published yet, and it isn't there any more. */
  GONE,
  INGESTED,
  REJECTED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the ledger has files of it. */
  boolean isInLedger() {
    return this == INGESTED || this == REJECTED;
  }
}
