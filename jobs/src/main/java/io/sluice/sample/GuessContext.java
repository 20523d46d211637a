// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

/**
 * What guesses about one column know of the others.
 *
 * @param parsers of the sample's numbers
 * @param order how dates such as 03/04/2026 are read where a column itself doesn't tell
 * @param takesStrays whether a few values among many may be of no type
 */
record GuessContext(EngineParsers parsers, DayOrder order, boolean takesStrays) {
  /** So few values among so many are taken for mistakes. */
  private static final int VALUES_PER_STRAY = 50;

  /** The most values that may be of no type. */
  long mostStrays(Values values) {
    return takesStrays ? values.present().size() / VALUES_PER_STRAY : 0;
  }
}
