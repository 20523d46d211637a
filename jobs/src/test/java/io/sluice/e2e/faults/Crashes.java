// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Lets jobs in this JVM end as killed processes do, for tests of other packages. Meanwhile it
 * changes how the whole JVM sees its files, and switches the log off.
 */
public final class Crashes {
  private Crashes() {}

  /** A job's run. */
  public interface Run {
    RunResult start() throws IOException;
  }

  /**
   * @param folder the pipeline's; what happens elsewhere is never disturbed
   */
  public static void enable(Path folder) throws IOException {
    QuietLog.begin();
    ObservedFiles.install(hadoop(), folder);
  }

  public static void disable() throws IOException {
    ObservedFiles.uninstall(hadoop());
    QuietLog.end();
  }

  /**
   * Runs a job that ends at a point.
   *
   * @return how it ended where it didn't come that far
   */
  public static Optional<RunResult> during(Run run, CrashPoint point) throws IOException {
    Crash crash = new Crash(point);
    ObservedFiles.observe(crash);
    try {
      RunResult result = run.start();
      return crash.happened() ? Optional.empty() : Optional.of(result);
    } finally {
      ObservedFiles.observe(Observer.NONE);
      forget();
    }
  }

  /** Leaves nothing of the old process in memory. */
  public static void forget() {
    Scene.forget();
  }

  private static Configuration hadoop() {
    return SparkSessionExtension.spark().sparkContext().hadoopConfiguration();
  }
}
