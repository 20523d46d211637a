// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

/** Ends the process at a point: from then on nothing in the pipeline's folder changes any more. */
final class Crash implements Observer {
  private final CrashPoint point;
  private int matched;

  Crash(CrashPoint point) {
    this.point = point;
  }

  synchronized boolean happened() {
    return matched >= point.occurrence();
  }

  @Override
  public synchronized void before(Operation operation) {
    at(CrashPoint.When.BEFORE, operation);
  }

  @Override
  public synchronized void after(Operation operation) {
    at(CrashPoint.When.AFTER, operation);
  }

  private void at(CrashPoint.When when, Operation operation) {
    matched += point.matches(when, operation) ? 1 : 0;
    if (happened()) {
      throw new SimulatedCrash(operation);
    }
  }
}
