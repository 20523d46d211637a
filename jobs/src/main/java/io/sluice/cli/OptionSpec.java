package io.sluice.cli;

import java.util.Optional;

/**
 * One option of a command, all of it in one place.
 *
 * @param name the long name without its dashes, the only one it has
 * @param argument what help calls its value
 * @param type what the value may be, its unit included
 * @param environment the variable that stands in where the option isn't given
 * @param byDefault the value, as text, where neither is given
 * @param defaultShown what help says about the default
 */
record OptionSpec<T>(
    String name,
    String argument,
    ValueType<T> type,
    String description,
    Optional<String> environment,
    Optional<String> byDefault,
    String defaultShown) {

  /** An option that has to be given. */
  static <T> OptionSpec<T> required(
      String name, String argument, ValueType<T> type, String description) {
    return new OptionSpec<>(
        name, argument, type, description, Optional.empty(), Optional.empty(), "required");
  }

  /** An option without a default value. */
  static <T> OptionSpec<T> optional(
      String name, String argument, ValueType<T> type, String description, String otherwise) {
    return new OptionSpec<>(
        name,
        argument,
        type,
        description,
        Optional.empty(),
        Optional.empty(),
        "default: " + otherwise);
  }

  static <T> OptionSpec<T> withDefault(
      String name, String argument, ValueType<T> type, String description, String byDefault) {
    return new OptionSpec<>(
        name,
        argument,
        type,
        description,
        Optional.empty(),
        Optional.of(byDefault),
        "default: " + byDefault);
  }

  /** The same option, taken from the environment where it isn't given. */
  OptionSpec<T> orEnvironment(String variable) {
    return new OptionSpec<>(
        name,
        argument,
        type,
        description,
        Optional.of(variable),
        byDefault,
        "default: " + variable + ", else " + byDefault.orElseThrow());
  }

  /** As it is written on a command line: {@code --rows N}. */
  String usage() {
    return "--" + name + " " + argument;
  }
}
