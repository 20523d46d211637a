// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import java.time.Instant;

/**
 * What lies in a folder under one name. A link is not followed: kind, size and time are its own.
 *
 * @param size in bytes
 * @param modifiedAt to the millisecond
 */
public record Entry(String name, Kind kind, long size, Instant modifiedAt) {
  /** What an entry is. */
  public enum Kind {
    FILE,
    FOLDER,
    LINK,
    /** A pipe, a socket or a device: opening it may wait for ever. */
    SPECIAL,
    /** Its name has bytes that are no text here, so that nothing can open or move it. */
    NAMELESS
  }
}
