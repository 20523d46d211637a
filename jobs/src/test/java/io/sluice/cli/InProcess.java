package io.sluice.cli;

import io.sluice.run.Surroundings;
import java.io.PrintStream;
import java.util.Map;

/** Runs jobs as {@link JobRunner#run} does, in surroundings that a test chooses. */
public final class InProcess {
  private InProcess() {}

  /**
   * @return the exit code
   */
  public static <O> int run(
      Command<O> command, Job<O> job, Surroundings surroundings, PrintStream err, String... args) {
    return new JobRunner(Map.of(), surroundings, err)
        .start(command, command.values(Map.of(), args), job);
  }
}
