// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import java.io.IOException;

/** Says when it listens to signals and when it got the first; then waits for the second. */
final class StoppableMain {
  private StoppableMain() {}

  public static void main(String[] args) throws IOException {
    StopSignal stop = StopSignal.ofProcess();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> System.out.println("a shutdown hook ran")));
    System.out.println("listening");
    while (!stop.requested()) {
      Thread.onSpinWait();
    }
    System.out.println("requested");
    System.in.read();
  }
}
