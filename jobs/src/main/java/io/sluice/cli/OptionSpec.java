// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.util.Optional;

/**
 * One option of a command, all of it in one place; or what a command line names without an option.
 *
 * @param form how it is written
 * @param name the long name without its dashes, the only one it has
 * @param argument what help calls its value
 * @param type what the value may be, its unit included
 * @param environment the variable that is used where the option isn't given
 * @param byDefault the value, as text, where neither is given
 * @param defaultShown what help says about the default
 */
public record OptionSpec<T>(
    Form form,
    String name,
    String argument,
    OptionType<T> type,
    String description,
    Optional<String> environment,
    Optional<String> byDefault,
    String defaultShown) {

  /** Help's word for an option that has to be given. */
  public static final String REQUIRED = "required";

  private static final String DEFAULT = "default: ";
  private static final Optional<String> NONE = Optional.empty();

  /** Forms of an option on a command line. */
  public enum Form {
    /** {@code --rows 5}. */
    OPTION,
    /** {@code --case a b}, or {@code --case a --case b}. */
    LIST,
    /** {@code --all}. */
    FLAG,
    /** {@code --full-refresh}, or {@code --full-refresh daily}. */
    FLAG_OR_OPTION,
    /** {@code '*.csv'}. */
    POSITIONAL
  }

  /** An option that has to be given. */
  public static <T> OptionSpec<T> required(
      String name, String argument, OptionType<T> type, String description) {
    return of(Form.OPTION, name, argument, type, description, NONE, REQUIRED);
  }

  /** An option that has no value: it is given or not. */
  public static OptionSpec<Boolean> flag(String name, String description) {
    Optional<String> not = Optional.of("false");
    return of(Form.FLAG, name, "", OptionType.truth(), description, not, DEFAULT + "no");
  }

  /**
   * An option that may have no value; its type reads the empty text then.
   *
   * @param otherwise what holds where it isn't given
   */
  public static <T> OptionSpec<T> flagOrOption(
      String name, String argument, OptionType<T> type, String description, String otherwise) {
    return of(Form.FLAG_OR_OPTION, name, argument, type, description, NONE, DEFAULT + otherwise);
  }

  /** A word that is named without an option. A command has at most one. */
  public static <T> OptionSpec<T> positional(
      String argument, OptionType<T> type, String description, String otherwise) {
    return of(Form.POSITIONAL, argument, argument, type, description, NONE, otherwise);
  }

  /** An option without a default value. */
  public static <T> OptionSpec<T> optional(
      String name, String argument, OptionType<T> type, String description, String otherwise) {
    return of(Form.OPTION, name, argument, type, description, NONE, DEFAULT + otherwise);
  }

  /** An option that takes several values, and may be given several times. */
  public static <T> OptionSpec<T> list(
      String name, String argument, OptionType<T> type, String description, String otherwise) {
    return of(Form.LIST, name, argument, type, description, NONE, DEFAULT + otherwise);
  }

  public static <T> OptionSpec<T> withDefault(
      String name, String argument, OptionType<T> type, String description, String byDefault) {
    Optional<String> value = Optional.of(byDefault);
    return of(Form.OPTION, name, argument, type, description, value, DEFAULT + byDefault);
  }

  private static <T> OptionSpec<T> of(
      Form form,
      String name,
      String argument,
      OptionType<T> type,
      String description,
      Optional<String> byDefault,
      String shown) {
    return new OptionSpec<>(form, name, argument, type, description, NONE, byDefault, shown);
  }

  /** The same option, taken from the environment where it isn't given. */
  public OptionSpec<T> orEnvironment(String variable) {
    Optional<String> from = Optional.of(variable);
    String shown = DEFAULT + variable + ", else " + byDefault.orElseThrow();
    return new OptionSpec<>(form, name, argument, type, description, from, byDefault, shown);
  }

  /** Option as it is written on a command line: {@code --rows N}. */
  String usage() {
    return switch (form) {
      case OPTION -> "--" + name + " " + argument;
      case FLAG_OR_OPTION -> "--%s [%s]".formatted(name, argument);
      case LIST -> "--" + name + " " + argument + " …";
      case FLAG, POSITIONAL -> shown();
    };
  }

  boolean isRequired() {
    return defaultShown.equals(REQUIRED);
  }

  /** Name in messages: {@code --rows}. */
  String shown() {
    return form == Form.POSITIONAL ? argument : "--" + name;
  }
}
