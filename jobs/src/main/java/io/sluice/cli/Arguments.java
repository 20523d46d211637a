// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** A command line taken apart: the text of each option, and everything that is wrong with it. */
final class Arguments {
  static final String HELP = "help";

  /** Tokens that Commons CLI would let pass as long options or as the end of the options. */
  private static final Pattern NOT_LONG = Pattern.compile("-[A-Za-z].*|--", Pattern.DOTALL);

  private final String job;
  private final List<OptionSpec<?>> options;
  private final Map<String, List<Optional<String>>> given = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Arguments(String job, List<OptionSpec<?>> options) {
    this.job = job;
    this.options = options;
  }

  static Arguments parse(String job, List<OptionSpec<?>> options, String... args) {
    Arguments arguments = new Arguments(job, options);
    arguments.readAll(args);
    options.forEach(arguments::judge);
    return arguments;
  }

  boolean asksForHelp() {
    return given.containsKey(HELP);
  }

  boolean has(OptionSpec<?> option) {
    return given.containsKey(option.name());
  }

  /** The option's text, where it was given properly. */
  Optional<String> text(OptionSpec<?> option) {
    List<Optional<String>> texts = given(option);
    if (texts.size() != 1) {
      return Optional.empty();
    }
    return option.form() == OptionSpec.Form.FLAG_OR_OPTION
        ? Optional.of(texts.get(0).orElse(""))
        : texts.get(0);
  }

  /** The texts of an option that takes several. */
  List<String> texts(OptionSpec<?> option) {
    return given(option).stream().flatMap(Optional::stream).toList();
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Goes on after each token that the parser doesn't know, so that all of them are found. */
  private void readAll(String... args) {
    List<String> left = new ArrayList<>();
    for (String arg : args) {
      if (NOT_LONG.matcher(arg).matches()) {
        refuse(arg);
      } else {
        left.add(arg);
      }
    }
    while (!left.isEmpty()) {
      left = read(left);
      if (!left.isEmpty() && positional().isPresent() && !left.get(0).startsWith("--")) {
        give(positional().get().name(), Optional.of(left.get(0)));
        left = left.subList(1, left.size());
      } else if (!left.isEmpty()) {
        refuse(left.get(0));
        left = left.subList(hasValue(left) ? 2 : 1, left.size());
      }
    }
  }

  /** Returns whether the unknown first token looks like an option with its value after it. */
  private static boolean hasValue(List<String> args) {
    return args.size() > 1 && args.get(0).matches("--[^=]*") && !args.get(1).startsWith("--");
  }

  /** Notes what the parser knows and returns the rest. */
  private List<String> read(List<String> args) {
    try {
      CommandLine line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .setStripLeadingAndTrailingQuotes(false)
              .build()
              .parse(known(), args.toArray(String[]::new), true /* stop at what is unknown */);
      for (Option option : line.getOptions()) {
        if (!option.hasArg()) {
          give(option.getLongOpt(), Optional.of("true"));
        } else if (option.getValuesList().isEmpty()) {
          give(option.getLongOpt(), Optional.empty());
        }
        option.getValuesList().forEach(value -> give(option.getLongOpt(), Optional.of(value)));
      }
      return line.getArgList();
    } catch (ParseException e) {
      throw new IllegalStateException("Options are declared so that the parser finds no fault", e);
    }
  }

  private List<Optional<String>> given(OptionSpec<?> option) {
    return given.getOrDefault(option.name(), List.of());
  }

  private void give(String name, Optional<String> text) {
    given.computeIfAbsent(name, absent -> new ArrayList<>()).add(text);
  }

  private Optional<OptionSpec<?>> positional() {
    return options.stream().filter(Arguments::isPositional).findFirst();
  }

  private static boolean isPositional(OptionSpec<?> option) {
    return option.form() == OptionSpec.Form.POSITIONAL;
  }

  /** Every value is declared as optional: the parser would stop at the first that is missing. */
  private Options known() {
    Options known = new Options();
    for (OptionSpec<?> option : options) {
      Option.Builder builder = Option.builder().longOpt(option.name());
      switch (option.form()) {
        case OPTION, FLAG_OR_OPTION -> known.addOption(builder.hasArg().optionalArg(true).build());
        case LIST -> known.addOption(builder.hasArgs().optionalArg(true).build());
        case FLAG -> known.addOption(builder.build());
        case POSITIONAL -> {} // it has no name that a command line could hold
      }
    }
    return known.addOption(Option.builder().longOpt(HELP).build());
  }

  private void refuse(String token) {
    problems.add(
        options.stream()
            .filter(option -> !isPositional(option))
            .map(OptionSpec::shown)
            .collect(
                Collectors.joining(
                    ", ",
                    "Cannot use %s: %s has no such option; its options are "
                        .formatted(Escaped.quoted(token), job),
                    ", --" + HELP)));
  }

  private void judge(OptionSpec<?> option) {
    List<Optional<String>> texts = given(option);
    if (texts.size() > 1 && isPositional(option)) {
      problems.add(
          "Cannot use %s: %d are given; give one, in quotes where it is a pattern, so that the shell leaves it alone"
              .formatted(option.shown(), texts.size()));
    } else if (texts.size() > 1 && option.form() != OptionSpec.Form.LIST) {
      problems.add(
          "Cannot use --%s: it is given %d times; give it once"
              .formatted(option.name(), texts.size()));
    } else if (texts.contains(Optional.<String>empty())
        && option.form() != OptionSpec.Form.FLAG_OR_OPTION) {
      problems.add(
          "Cannot use --%s: it has no value; write %s".formatted(option.name(), option.usage()));
    }
  }
}
