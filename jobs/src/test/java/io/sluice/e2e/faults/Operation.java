package io.sluice.e2e.faults;

/**
 * Something that changes a file system.
 *
 * @param path what it changes; for a rename the new name
 */
record Operation(Verb verb, String path) {
  enum Verb {
    CREATE,
    CLOSE,
    RENAME,
    DELETE,
    MKDIRS
  }
}
