// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import java.time.Instant;

/**
 * Entry of a folder. A link is not followed: kind, size and time are its own.
 *
 * @param size in bytes
 * @param modifiedAt to the millisecond
 */
public record Entry(String name, Kind kind, long size, Instant modifiedAt) {
  /** Kind of an entry. */
  public enum Kind {
    FILE,
    FOLDER,
    LINK,
    /** A pipe, a socket or a device: opening it may block. */
    SPECIAL,
    /** Its name has bytes that are no text here, so that nothing can open or move it. */
    NAMELESS
  }
}
