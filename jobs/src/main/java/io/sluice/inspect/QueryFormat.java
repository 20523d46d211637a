// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

/** Formats of a query's rows. */
public enum QueryFormat {
  /** For people: long values are shortened. */
  TABLE,
  /** A header, then a line per row; a value with parts is JSON, null is nothing, no text is "". */
  CSV,
  /** An array with an object per row. */
  JSON
}
