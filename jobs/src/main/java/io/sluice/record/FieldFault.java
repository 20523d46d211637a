// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * One thing that is wrong with a value.
 *
 * @param code of the reason
 * @param path of the value: its column, and where in that it is, such as {@code items[2].price}
 * @param message begins with the path
 */
public record FieldFault(String code, String path, UTF8String message) {
  /** A required value that isn't there. */
  public static FieldFault missing(String path) {
    return new FieldFault(
        path + "_missing", path, UTF8String.fromString(path + ": is required and empty"));
  }

  /** A value that doesn't fit its type. */
  public static FieldFault misfit(String path, UTF8String message) {
    return new FieldFault(path + "_type", path, message);
  }

  /**
   * The same, saying that there are more.
   *
   * @param more how many faults of the column are left out
   */
  public FieldFault andMore(int more) {
    String left = "; %d more faults of this column are left out".formatted(more);
    return new FieldFault(code, path, UTF8String.concat(message, UTF8String.fromString(left)));
  }
}
