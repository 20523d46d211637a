// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Holds the writer lease in the folder it is given until it is killed, or says why it can't. */
final class LeaseHoldingMain {
  private LeaseHoldingMain() {}

  public static void main(String[] args) throws IOException {
    try (Lease lease =
        Lease.acquire(
            new Storage(new Configuration()),
            new Path(args[0]),
            "writer",
            "aggregate",
            "other-run",
            Duration.ZERO,
            new StopSignal())) {
      System.out.println("held");
      System.in.read();
    } catch (Problem e) {
      System.out.println(e.outcome().label());
    }
  }
}
