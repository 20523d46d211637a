// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.e2e.faults.CrashPoint;
import io.sluice.e2e.faults.Crashes;
import io.sluice.testing.RunResult;
import java.io.IOException;
import java.util.Optional;

/**
 * A job is killed, or ends before it comes that far. What is left to do is left to the steps that
 * follow.
 */
record KilledRun(Run run, CrashPoint point) implements Step {
  static KilledRun at(Run run, CrashPoint.When when, int operation) {
    return new KilledRun(run, CrashPoint.numbered(run.job(), when, operation));
  }

  @Override
  public void happen(Shop shop) throws IOException {
    Optional<RunResult> undisturbed = Crashes.during(() -> run.start(shop), point);
    if (undisturbed.isPresent()) {
      run.requireDone(undisturbed.get(), shop);
    } else {
      shop.requireWhatExisted();
    }
  }

  @Override
  public String toString() {
    return "%s, killed %s".formatted(run, point.place());
  }
}
