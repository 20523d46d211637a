// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import java.io.IOException;

/**
 * Holds a run at a point, as a process that is stopped, while something else happens; then it goes
 * on.
 */
final class Pause implements Observer {
  private final CrashPoint point;
  private final Interlude interlude;
  private int matched;

  /** What happens meanwhile. */
  interface Interlude {
    void play() throws IOException;
  }

  Pause(CrashPoint point, Interlude interlude) {
    this.point = point;
    this.interlude = interlude;
  }

  synchronized boolean happened() {
    return matched >= point.occurrence();
  }

  @Override
  public synchronized void before(Operation operation) throws IOException {
    at(CrashPoint.When.BEFORE, operation);
  }

  @Override
  public synchronized void after(Operation operation) throws IOException {
    at(CrashPoint.When.AFTER, operation);
  }

  /** Other threads that come to a file operation wait as well. */
  private void at(CrashPoint.When when, Operation operation) throws IOException {
    if (point.matches(when, operation)) {
      matched++;
      if (matched == point.occurrence()) {
        interlude.play();
      }
    }
  }
}
