// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads command lines as the runner does. */
public final class Reading {
  private Reading() {}

  /** The values of a command line without a fault. */
  public static OptionValues values(
      Command command, Map<String, String> environment, String... args) {
    OptionValues values = command.values(environment, args);
    assertThat(command.problems(values)).isEmpty();
    return values;
  }

  /** Every value that an option has, by the option's name. */
  public static Map<String, Object> all(
      Command command, Map<String, String> environment, String... args) {
    OptionValues values = values(command, environment, args);
    Map<String, Object> all = new LinkedHashMap<>();
    for (OptionSpec<?> option : command.options()) {
      if (option.form() == OptionSpec.Form.LIST) {
        all.put(option.name(), values.all(option));
      } else {
        values.find(option).ifPresent(value -> all.put(option.name(), value));
      }
    }
    return all;
  }

  /** The values of the options that not every job has, for the pipeline readings. */
  public static Map<String, Object> own(Command command, String... args) {
    Map<String, Object> own = all(command, Map.of(), onPipeline(args));
    CommonOptions.and().forEach(common -> own.remove(common.name()));
    return own;
  }

  /** The same command with another job. */
  public static Command running(Command command, Job job) {
    return new Command(
        command.name(),
        command.purpose(),
        command.example(),
        command.options(),
        command.summary(),
        job,
        command.check(),
        command.usesData(),
        command.isForPrograms(),
        command.loading());
  }

  /** Everything that is wrong with a command line. */
  public static List<String> problems(
      Command command, Map<String, String> environment, String... args) {
    return command.problems(command.values(environment, args));
  }

  /** Everything that is wrong with a command line about the pipeline readings. */
  public static List<String> problems(Command command, String... args) {
    return problems(command, Map.of(), onPipeline(args));
  }

  private static String[] onPipeline(String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--pipeline";
    all[args.length + 1] = "readings";
    return all;
  }
}
