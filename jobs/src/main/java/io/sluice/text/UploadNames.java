// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.List;
import java.util.Locale;

/**
 * Names of files that are still being written, as the tools that copy and download have them, and
 * of files that are hidden from readers, as Spark and Hadoop have it.
 */
public final class UploadNames {
  /** In lower case. */
  private static final List<String> ENDINGS =
      List.of(
          "._copying_",
          ".tmp",
          ".temp",
          ".part",
          ".partial",
          ".filepart",
          ".crdownload",
          ".opdownload",
          ".download",
          ".swp",
          ".swx",
          ".inprogress",
          ".in-progress",
          ".in_progress",
          ".incomplete",
          ".uploading",
          ".upload",
          ".writing",
          "_.gstmp");

  private static final List<String> BEGINNINGS = List.of(".", "_", "~$");

  private UploadNames() {}

  /** Tells whether the name is that of a file that isn't there for others yet. */
  public static boolean has(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return BEGINNINGS.stream().anyMatch(name::startsWith)
        || ENDINGS.stream().anyMatch(lower::endsWith);
  }
}
