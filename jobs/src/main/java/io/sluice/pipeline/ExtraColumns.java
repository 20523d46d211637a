// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

/** Treatment of a file that has columns which the schema doesn't name. */
public enum ExtraColumns {
  /** It is read without them; the check {@code extra_columns} in the run's report names it. */
  REPORT,
  /** It is rejected as a whole. */
  REJECT
}
