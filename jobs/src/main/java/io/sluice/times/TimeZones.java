// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Time zones by names that mean one zone on every machine and at every time. */
public final class TimeZones {
  private TimeZones() {}

  /**
   * True for regions with their area, offsets, and the names of UTC. A short name is the zone of
   * several countries, with or without summer time, and Java gives it one of these meanings.
   */
  public static boolean isOne(ZoneId zone) {
    return zone.getId().contains("/")
        || zone instanceof ZoneOffset
        || (zone.normalized() instanceof ZoneOffset offset && offset.equals(ZoneOffset.UTC))
        || isOffset(zone);
  }

  /** The zone of that name; empty where there is none, or more than one. */
  public static Optional<ZoneId> read(String name) {
    try {
      return Optional.of(ZoneId.of(name)).filter(TimeZones::isOne);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** True for UTC+01:00, which names its offset. */
  private static boolean isOffset(ZoneId zone) {
    return zone.getRules().isFixedOffset() && zone.getId().matches("(UTC|GMT|UT)[+-].*");
  }
}
