// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What to do about the machine before a failed run is started again. */
final class MachineRemedy {
  private static final String READ_THE_LOG =
      "rerun the same command; where it fails again, read the log";

  /**
   * By what a message says, in lower case: errors of the file system have no classes of their own.
   */
  private static final Map<String, String> BY_MESSAGE =
      Map.of(
          "no space left on device", "make room on the disk, then rerun the same command",
          "disk quota exceeded", "make room on the disk, then rerun the same command",
          "permission denied", "let %s read and write the data, then rerun the same command",
          "read-only file system", "make the data writable, then rerun the same command");

  private MachineRemedy() {}

  /**
   * @param causes what was thrown, outermost first
   */
  static String of(List<Throwable> causes) {
    if (causes.stream().anyMatch(OutOfMemoryError.class::isInstance)) {
      return "give the driver more memory (SLUICE_DRIVER_MEMORY), then rerun the same command";
    }
    return causes.stream()
        .map(cause -> String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT))
        .flatMap(
            message ->
                BY_MESSAGE.entrySet().stream()
                    .filter(remedy -> message.contains(remedy.getKey()))
                    .map(remedy -> remedy.getValue().formatted(System.getProperty("user.name"))))
        .findFirst()
        .orElse(READ_THE_LOG);
  }
}
