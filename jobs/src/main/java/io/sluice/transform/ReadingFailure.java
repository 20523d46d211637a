// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import java.util.List;

/** A failure of Spark's to read a file, and not one of SQL over what was read. */
public final class ReadingFailure {
  /** Parts of the names of classes under which files are opened and parsed. */
  private static final List<String> READERS =
      List.of("FileScanRDD", "UnivocityParser", "io.sluice.format.");

  private ReadingFailure() {}

  /** Tells whether something was thrown by a reader of files. */
  public static boolean isOne(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      for (StackTraceElement frame : each.getStackTrace()) {
        if (READERS.stream().anyMatch(frame.getClassName()::contains)) {
          return true;
        }
      }
    }
    return false;
  }
}
