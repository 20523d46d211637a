// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Time zones by names that mean one zone, wherever and whenever they are read. */
public final class TimeZones {
  static final AllowedValue<ZoneId> ALLOWED =
      new AllowedValue<>(
          "UTC, a region such as Europe/Berlin, or an offset such as +01:00"
              + " (short names such as EST, CST or IST mean several zones)",
          scalar -> read(scalar.value()));

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

  private static Optional<ZoneId> read(String name) {
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
