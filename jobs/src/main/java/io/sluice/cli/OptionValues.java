// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.text.Escaped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The typed values of a command line: the option wins over the environment, that over the default.
 * A bad value is noted as a problem and its default used instead, so that one go finds every
 * problem; values count only where there is none.
 */
public final class OptionValues {
  /** User and password of a URI; the password may hold slashes. */
  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]*:[^@\\s]*@");

  private final List<OptionSpec<?>> options;
  private final Arguments arguments;
  private final Map<String, String> environment;
  private final List<String> problems;
  private final Map<OptionSpec<?>, Optional<?>> known = new HashMap<>();
  private final Set<OptionSpec<?>> bad = new HashSet<>();
  private int next;

  public OptionValues(
      List<OptionSpec<?>> options, Arguments arguments, Map<String, String> environment) {
    this.options = options;
    this.arguments = arguments;
    this.environment = environment;
    this.problems = new ArrayList<>(arguments.problems());
  }

  /** Reads all options from the left up to one, so that their problems come before others. */
  public void readUntil(OptionSpec<?> end) {
    for (; next < options.size() && !options.get(next).equals(end); next++) {
      OptionSpec<?> option = options.get(next);
      if (option.form() == OptionSpec.Form.LIST) {
        all(option);
      } else if (find(option).isEmpty() && option.isRequired() && !has(option)) {
        require(option);
      }
    }
  }

  /** Reads the rest of the options. */
  void readAll() {
    readUntil(null);
  }

  /** Notes as a problem that an option is missing, where it is. */
  public void require(OptionSpec<?> option) {
    if (!has(option)) {
      problem("Cannot start: %s is missing; write %s".formatted(option.shown(), option.usage()));
    }
  }

  /** The value of an option that is required or has a default; null where none is given. */
  public <T> T get(OptionSpec<T> option) {
    return find(option).orElse(null);
  }

  /** The value of an option, its default included. */
  @SuppressWarnings("unchecked") // what is kept under an option was read by its type
  public <T> Optional<T> find(OptionSpec<T> option) {
    return (Optional<T>) known.computeIfAbsent(option, absent -> read(option));
  }

  /** Every value of an option that takes several; none where it isn't given. */
  public <T> List<T> all(OptionSpec<T> option) {
    return arguments.texts(option).stream().flatMap(text -> read(option, text).stream()).toList();
  }

  public OptionalLong findNumber(OptionSpec<Long> option) {
    return find(option).stream().mapToLong(Long::longValue).findFirst();
  }

  /**
   * Returns whether two dates are given, the first not after the other; that would be a problem.
   */
  public boolean areInOrder(OptionSpec<LocalDate> from, OptionSpec<LocalDate> to) {
    Optional<LocalDate> first = find(from);
    Optional<LocalDate> last = find(to);
    boolean areGiven = first.isPresent() && last.isPresent();
    boolean areSwapped = areGiven && first.get().isAfter(last.get());
    if (areSwapped) {
      problem(
          "Cannot use %s %s with %s %s: it is later; swap them"
              .formatted(from.shown(), first.get(), to.shown(), last.get()));
    }
    return areGiven && !areSwapped;
  }

  public boolean askForHelp() {
    return arguments.asksForHelp();
  }

  /** Returns whether the option was given, rightly or not. */
  public boolean has(OptionSpec<?> option) {
    return arguments.has(option);
  }

  /** Returns whether the option was given, or the variable that stands for it. */
  public boolean isSaid(OptionSpec<?> option) {
    return has(option) || variable(option).isPresent();
  }

  /** Returns whether what was given for the option, if anything, can be used. */
  public boolean isUsable(OptionSpec<?> option) {
    find(option);
    return !bad.contains(option) && (!has(option) || arguments.text(option).isPresent());
  }

  public void problem(String message) {
    problems.add(message);
  }

  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Every option that has a value, as one would write it, credentials in URIs left out. */
  public String effective() {
    return options.stream()
        .filter(option -> has(option) || text(option).isPresent())
        .filter(option -> option.form() != OptionSpec.Form.FLAG || has(option))
        .map(this::effective)
        .map(shown -> CREDENTIALS.matcher(shown).replaceAll("://***@"))
        .collect(Collectors.joining(" "));
  }

  private String effective(OptionSpec<?> option) {
    return switch (option.form()) {
      case OPTION, FLAG_OR_OPTION ->
          (option.shown() + " " + text(option).orElseThrow()).stripTrailing();
      case LIST -> option.shown() + " " + String.join(" ", arguments.texts(option));
      case FLAG -> option.shown();
      case POSITIONAL -> text(option).orElseThrow();
    };
  }

  private <T> Optional<T> read(OptionSpec<T> option) {
    return text(option).flatMap(text -> read(option, text));
  }

  private <T> Optional<T> read(OptionSpec<T> option, String text) {
    try {
      return Optional.of(option.type().reader().apply(text));
    } catch (RuntimeException e) {
      bad.add(option);
      problems.add(
          "Cannot use %s as %s: it must be %s; write %s"
              .formatted(
                  Escaped.quoted(text), source(option), option.type().allowed(), option.usage()));
      return option.byDefault().map(option.type().reader());
    }
  }

  private Optional<String> text(OptionSpec<?> option) {
    return arguments.text(option).or(() -> variable(option)).or(option::byDefault);
  }

  /** A variable that is set to nothing counts as not set, as shells see it. */
  private Optional<String> variable(OptionSpec<?> option) {
    return option.environment().map(environment::get).filter(text -> !text.isBlank());
  }

  private String source(OptionSpec<?> option) {
    return arguments.has(option) ? option.shown() : option.environment().orElseThrow();
  }
}
