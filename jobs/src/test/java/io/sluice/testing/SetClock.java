// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is stopped until a test sets it forward. */
public final class SetClock extends Clock {
  private final Duration eachLook;
  private Instant now = Instant.parse("2026-11-20T03:00:00Z");

  public SetClock() {
    this(Duration.ZERO);
  }

  /**
   * @param eachLook how much later it is after each look at it
   */
  public SetClock(Duration eachLook) {
    this.eachLook = eachLook;
  }

  public synchronized void forward(long seconds) {
    now = now.plusSeconds(seconds);
  }

  @Override
  public synchronized Instant instant() {
    Instant shown = now;
    now = now.plus(eachLook);
    return shown;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
