// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

/** Way to keep an aggregation up to date. */
public enum Materialization {
  /** Recomputed as a whole. */
  FULL,
  /** Computed for the touched dates, which it replaces. */
  INCREMENTAL_BY_DATE,
  /** A set of keys, to which new ones are added. */
  DISTINCT_KEYS
}
