// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.Locale;

/** Figures as people read them. */
public final class Counted {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Counted() {}

  /** Text such as "1 file" or "2 files", "1 batch" or "2 batches". */
  public static String of(long count, String noun) {
    String more = noun.endsWith("ch") ? "es" : "s";
    return count + " " + noun + (count == 1 ? "" : more);
  }

  /** Text such as "812 bytes" or "1.4 MB". */
  public static String bytes(long bytes) {
    if (bytes < 1_000) {
      return of(bytes, "byte");
    }
    double shown = bytes / 1_000.0;
    int unit = 0;
    while (shown >= 999.95) {
      shown /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", shown, UNITS[unit]);
  }
}
