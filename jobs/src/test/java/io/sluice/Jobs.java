// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import io.sluice.launch.InProcess;
import io.sluice.run.ProcessContext;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jobs by the names that the launcher knows, run without ending the JVM. */
public final class Jobs {
  private Jobs() {}

  /**
   * @param job one word or two, such as {@code files list}
   * @return the exit code
   */
  public static int run(String job, ProcessContext around, PrintStream err, String... args) {
    return run(job, Map.of(), around, err, args);
  }

  /**
   * @param environment the variables that the job finds
   * @return the exit code
   */
  public static int run(
      String job,
      Map<String, String> environment,
      ProcessContext around,
      PrintStream err,
      String... args) {
    List<String> words = new ArrayList<>(List.of(job.split(" ")));
    String first = words.remove(0);
    words.addAll(List.of(args));
    String[] rest = words.toArray(String[]::new);
    return group(first)
        .map(group -> InProcess.run(group, environment, around, err, rest))
        .orElseGet(() -> InProcess.run(single(first), environment, around, err, rest));
  }

  /**
   * Everything that is wrong with a command line, found out without running it.
   *
   * @param words those that follow the launcher's name
   */
  public static List<String> problems(List<String> words) {
    String[] rest = words.stream().skip(1).toArray(String[]::new);
    return group(words.get(0))
        .map(group -> InProcess.problems(group, rest))
        .orElseGet(() -> InProcess.problems(single(words.get(0)), rest));
  }

  private static Optional<CommandGroup> group(String name) {
    return Commands.GROUPS.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static Command single(String name) {
    return Commands.ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no job " + name));
  }
}
