// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** Reads command lines as the runner does. */
final class Reading {
  private Reading() {}

  /** The options of a command line without a fault. */
  static <O> O options(Command<O> command, Map<String, String> environment, String... args) {
    OptionValues values = command.values(environment, args);
    O options = command.reader().apply(values);
    assertThat(values.problems()).isEmpty();
    return options;
  }

  /** Everything that is wrong with a command line. */
  static List<String> problems(
      Command<?> command, Map<String, String> environment, String... args) {
    OptionValues values = command.values(environment, args);
    command.reader().apply(values);
    return values.problems();
  }
}
