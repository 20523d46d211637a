// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import io.sluice.cli.Job;
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
      CommandGroup group, ProcessContext surroundings, PrintStream err, String... args) {
    return group
        .find(args)
        .map(member -> run(member, surroundings, err, Arrays.copyOfRange(args, 1, args.length)))
        .orElseGet(() -> group.explain(surroundings.out(), err, args).exitCode());
  }

  /**
   * @return the exit code
   */
  public static <O> int run(
      CommandGroup.Member<O> member, ProcessContext surroundings, PrintStream err, String... args) {
    return run(member.command(), member.job(), surroundings, err, args);
  }

  /**
   * @return the exit code
   */
  public static <O> int run(
      Command<O> command,
      Job<O> job,
      ProcessContext surroundings,
      PrintStream err,
      String... args) {
    return new JobRunner(Map.of(), surroundings, err)
        .start(command, command.values(Map.of(), args), job);
  }

  /** What is wrong with a command line; nothing where it asks for help. */
  public static List<String> problems(CommandGroup group, String... args) {
    return group
        .find(args)
        .map(member -> problems(member, Arrays.copyOfRange(args, 1, args.length)))
        .orElse(List.of("no such command of " + group.name()));
  }

  /** What is wrong with a command line; nothing where it asks for help. */
  public static <O> List<String> problems(CommandGroup.Member<O> member, String... args) {
    OptionValues values = member.command().values(Map.of(), args);
    member.command().reader().apply(values);
    return values.askForHelp() ? List.of() : values.problems();
  }
}
