// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import io.sluice.cli.OptionValues;
import io.sluice.run.ProcessContext;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs jobs as {@link JobRunner#run} does, in surroundings that a test chooses. */
public final class InProcess {
  private InProcess() {}

  /**
   * @param args begin with the command's second word
   * @return the exit code
   */
  public static int run(
      CommandGroup group,
      Map<String, String> environment,
      ProcessContext surroundings,
      PrintStream err,
      String... args) {
    return group
        .find(args)
        .map(
            command ->
                run(
                    command,
                    environment,
                    surroundings,
                    err,
                    Arrays.copyOfRange(args, 1, args.length)))
        .orElseGet(() -> group.explain(surroundings.out(), err, args).exitCode());
  }

  /**
   * @return the exit code
   */
  public static int run(
      Command command, ProcessContext surroundings, PrintStream err, String... args) {
    return run(command, Map.of(), surroundings, err, args);
  }

  /**
   * @return the exit code
   */
  public static int run(
      Command command,
      Map<String, String> environment,
      ProcessContext surroundings,
      PrintStream err,
      String... args) {
    return new JobRunner(environment, surroundings, err)
        .start(command, command.values(environment, args));
  }

  /** Everything that is wrong with a command line; nothing where it asks for help. */
  public static List<String> problems(CommandGroup group, String... args) {
    return group
        .find(args)
        .map(command -> problems(command, Arrays.copyOfRange(args, 1, args.length)))
        .orElse(List.of("no such command of " + group.name()));
  }

  /** Everything that is wrong with a command line; nothing where it asks for help. */
  public static List<String> problems(Command command, String... args) {
    OptionValues values = command.values(Map.of(), args);
    List<String> problems = command.problems(values);
    return values.askForHelp() ? List.of() : problems;
  }
}
