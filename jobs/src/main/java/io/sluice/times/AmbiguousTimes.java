// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

/** Treatment of a local time that its zone has twice, because clocks were put back. */
public enum AmbiguousTimes {
  QUARANTINE,
  EARLIER,
  LATER
}
