// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * From the path that Spark reports for a row to the delivery it came from. Public because generated
 * code calls it.
 */
public final class FileOrigin implements Serializable {
  private static final long serialVersionUID = 1;

  private final HashMap<String, String> paths = new HashMap<>();
  private final HashMap<String, Long> landedMicros = new HashMap<>();
  private transient UTF8String lastPath;
  private transient UTF8String lastFile;
  private transient Long lastLanded;

  /**
   * @param deliveries by the path that Spark reports
   */
  public FileOrigin(Map<String, Delivery> deliveries) {
    deliveries.forEach(
        (path, delivery) -> {
          paths.put(path, delivery.path());
          landedMicros.put(path, delivery.modifiedAt().toEpochMilli() * 1000);
        });
  }

  /** The path relative to landing/. */
  public UTF8String file(UTF8String path) {
    find(path);
    return lastFile;
  }

  /** When the file landed, in microseconds. */
  public Long landedAt(UTF8String path) {
    find(path);
    return lastLanded;
  }

  /** Rows come file by file, so the last answer nearly always is the next one. */
  private void find(UTF8String path) {
    if (!path.equals(lastPath)) {
      String key = path.toString();
      if (!paths.containsKey(key)) {
        throw new IllegalStateException("no delivery of this batch lies at " + key);
      }
      lastFile = UTF8String.fromString(paths.get(key));
      lastLanded = landedMicros.get(key);
      lastPath = path.clone();
    }
  }
}
