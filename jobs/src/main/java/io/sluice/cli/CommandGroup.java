// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.problem.Outcome;
import io.sluice.text.Escaped;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Commands of two words that share the first, such as {@code files list} and {@code files reject}.
 *
 * @param name the first word
 * @param purpose one line
 * @param commands in the order that help shows them
 */
public record CommandGroup(String name, String purpose, List<Command> commands) {

  public CommandGroup {
    commands = List.copyOf(commands);
  }

  /** The command that the first argument names. */
  public Optional<Command> find(String... args) {
    return commands.stream()
        .filter(each -> args.length > 0 && second(each).equals(args[0]))
        .findFirst();
  }

  /** Says what there is, to one who asks or who named none of it. */
  public Outcome explain(PrintStream out, PrintStream err, String... args) {
    if (args.length > 0 && args[0].equals("--" + Arguments.HELP)) {
      out.print(Help.of(this));
      return Outcome.SUCCEEDED;
    }
    err.println(
        "Cannot run %s: %s; its commands are %s"
            .formatted(
                name,
                args.length == 0
                    ? "no command of it is named"
                    : Escaped.quoted(args[0]) + " is none of its commands",
                commands.stream().map(CommandGroup::second).collect(Collectors.joining(", "))));
    err.println("try ./sluice " + name + " --help");
    return Outcome.INVALID;
  }

  /** A command's second word. */
  static String second(Command command) {
    return command.name().substring(command.jobName().length() + 1);
  }
}
