// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

/** Outcome for a row that passed, once it is compared with others of its key and date. */
public enum DuplicateOutcome {
  /** It is the first, or alone. */
  PUBLISH,
  /** The first is the same record over again. */
  DUPLICATE,
  /** The first is another record. */
  CONFLICT
}
