// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts that {@code --help} prints. */
public final class Help {
  private static final String EXIT_CODES =
      """
      Exit codes:
        0  done, also when there was nothing to do
        1  failed; a retry may help
        2  bad arguments or a bad pipeline folder
        3  a quality gate said no
        4  busy: another run holds the pipeline, or overtook this one
        5  unsafe: change log, tables or input disagree; the message names the repair
      After 2, 3 and 5 a plain retry never helps.
      """;

  private Help() {}

  public static String of(Command command) {
    return """
        Usage: ./sluice %s%s --pipeline NAME [options]

        %s

        Options:
        %s

        %s
        Example:
          %s
        """
        .formatted(
            command.name(),
            positional(command),
            command.purpose(),
            options(command),
            EXIT_CODES,
            command.example());
  }

  /** Help about a group of commands. */
  public static String of(CommandGroup group) {
    int width =
        group.commands().stream()
            .map(CommandGroup::second)
            .mapToInt(String::length)
            .max()
            .orElse(0);
    return """
        Usage: ./sluice %s COMMAND --pipeline NAME [options]

        %s

        Commands:
        %s

        './sluice %s COMMAND --help' says everything about one.
        """
        .formatted(
            group.name(),
            group.purpose(),
            group.commands().stream()
                .map(each -> line(width, CommandGroup.second(each), each.purpose()))
                .collect(Collectors.joining("\n")),
            group.name());
  }

  private static String positional(Command command) {
    return command.options().stream()
        .filter(option -> option.form() == OptionSpec.Form.POSITIONAL)
        .map(option -> option.isRequired() ? " " + option.usage() : " [" + option.usage() + "]")
        .collect(Collectors.joining());
  }

  private static String options(Command command) {
    int width =
        command.options().stream().mapToInt(option -> option.usage().length()).max().orElse(0);
    Stream<String> lines =
        command.options().stream()
            .map(
                option ->
                    line(width, option.usage(), option.description())
                        + " ("
                        + option.defaultShown()
                        + ")");
    return Stream.concat(lines, Stream.of(line(width, "--" + Arguments.HELP, "prints this")))
        .collect(Collectors.joining("\n"));
  }

  private static String line(int width, String usage, String description) {
    return "  " + usage + " ".repeat(width - usage.length() + 2) + description;
  }
}
