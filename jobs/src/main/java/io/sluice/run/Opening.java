// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.text.OneLine;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;

/**
 * A run before its pipeline is loaded.
 *
 * @param sql holds one folder per pipeline
 * @param name the pipeline's
 * @param places finds the place that a path or URI of the command line names
 * @param loading loads the pipeline, and gives the run's context
 */
public record Opening(
    Path sql,
    String name,
    Report report,
    ProcessContext surroundings,
    Function<String, Path> places,
    Supplier<RunContext> loading) {

  /**
   * The run's context, with its pipeline.
   *
   * @throws RuntimeException where the pipeline can't be loaded, or must not be worked on
   */
  public RunContext context() {
    return loading.get();
  }

  /** Says what the run is about to do, as {@link RunContext#verdict} does. */
  public void verdict(String verdict, String detail) {
    report.verdict(verdict, detail);
    surroundings.out().println(OneLine.of(verdict + " " + detail));
  }
}
