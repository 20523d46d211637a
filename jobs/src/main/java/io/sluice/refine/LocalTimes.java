// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.times.AmbiguousTimes;
import io.sluice.times.Times;
import java.io.Serializable;
import java.time.ZoneId;

/** Times by the clocks of a source's zone, for formats that don't write them as text. */
public final class LocalTimes implements Serializable {
  private static final long serialVersionUID = 1;

  private final ZoneId zone;
  private final AmbiguousTimes ambiguous;
  private transient ZoneTimes times;

  public LocalTimes(Times times) {
    this.zone = times.zone();
    this.ambiguous = times.ambiguous();
  }

  /**
   * Microseconds since 1970 UTC, null where the clocks never show that time, or show it twice.
   *
   * @param local microseconds since 1970 of the zone's clocks
   */
  public Long instant(long local) {
    long micros = times().micros(local);
    return micros == TimeFormat.REFUSED ? null : Long.valueOf(micros);
  }

  /**
   * Why there is no instant.
   *
   * @param hidden whether nothing may show from which the time could be told
   */
  public String objection(long local, boolean hidden) {
    return times().objection(local, zone.getId(), hidden);
  }

  private ZoneTimes times() {
    if (times == null) {
      times = new ZoneTimes(zone, ambiguous);
    }
    return times;
  }
}
