// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

/**
 * Something that changes a file system.
 *
 * @param path what it changes; for a rename the new name
 */
public record Operation(Verb verb, String path) {
  /** What it does to it. */
  public enum Verb {
    CREATE,
    CLOSE,
    RENAME,
    DELETE,
    MKDIRS
  }
}
