// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import java.util.Optional;

/**
 * One thing that disagrees with another, in plain words.
 *
 * @param where the file, folder or table
 * @param what it is now
 * @param means what follows from it
 * @param remedy what to do about it, where it can't be mended
 * @param repair mends it without guessing, where that can be done
 * @param isWarning whether no job minds
 */
record Finding(
    String where,
    String what,
    String means,
    String remedy,
    Optional<Runnable> repair,
    boolean isWarning) {
  static final String BACKUP =
      "put the pipeline's whole folder back from a backup, and land again what has arrived since";

  /** A fault that only people can mend. */
  static Finding fault(String where, String what, String means, String remedy) {
    return new Finding(where, what, means, remedy, Optional.empty(), false);
  }

  /**
   * A fault that can be mended.
   *
   * @param mended what the repair does
   */
  static Finding mendable(String where, String what, String means, String mended, Runnable repair) {
    return new Finding(where, what, means, "--repair " + mended, Optional.of(repair), false);
  }

  /** A disagreement that no job minds. */
  static Finding warning(String where, String what, String means, String remedy) {
    return new Finding(where, what, means, remedy, Optional.empty(), true);
  }

  String line() {
    return "%s %s; %s; %s".formatted(isWarning ? "warning" : "FAULT", name(), means, remedy);
  }

  /** The fault, without its consequences. */
  String name() {
    return where + ": " + what;
  }

  /** Returns whether it is the same again. */
  boolean isStill(Finding other) {
    return where.equals(other.where) && what.equals(other.what);
  }
}
