// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

/** Formats of a preview. */
public enum PreviewFormat {
  /** For people: long values are shortened. */
  TABLE,
  /** One object, with nothing else on stdout. */
  JSON
}
