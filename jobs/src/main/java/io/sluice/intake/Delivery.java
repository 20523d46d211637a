// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.change.FileState;
import java.time.Instant;

/**
 * A file that landed. The same path with another size or time is another delivery.
 *
 * @param path relative to {@code landing/}
 * @param size in bytes
 * @param modifiedAt to the millisecond
 */
public record Delivery(String path, long size, Instant modifiedAt) {
  public static Delivery of(String path, FileState state) {
    return new Delivery(path, state.size(), state.modifiedAt());
  }

  /** Size and time. */
  public FileState state() {
    return new FileState(size, modifiedAt);
  }
}
