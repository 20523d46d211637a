// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Name of a run in reports, tables and messages. */
public final class RunId {
  public static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  static final DateTimeFormatter COMPACT_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final SecureRandom RANDOM = new SecureRandom();

  private RunId() {}

  /** A fresh id for a run that was given none, such as {@code manual-20261120T030000Z-3fa9c1}. */
  public static String madeUp(Instant now) {
    return String.format(
        "manual-%s-%06x", COMPACT_TIME.format(now), RANDOM.nextInt(1 << 24 /* six hex digits */));
  }
}
