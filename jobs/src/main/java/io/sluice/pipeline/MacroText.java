// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * A text of SQL in which the calls of macros are replaced by their texts, for people to read. What
 * Spark runs is the tree that {@link MacroExpansion} makes; both mean the same.
 */
final class MacroText {
  private static final int SELECT = "select".length();

  private final Macros macros;
  private final int[] points;
  private final List<Token> tokens;
  private final List<Part> parts;

  /** What another text stands for: a call of a macro, else a parameter. */
  private record Part(int start, int end, Optional<Macro> called, String argument) {}

  private MacroText(Macros macros, String text, List<Part> parts) {
    this.macros = macros;
    this.points = text.codePoints().toArray();
    this.tokens = words(text);
    this.parts = parts.stream().sorted(Comparator.comparing(Part::start)).toList();
  }

  /**
   * @param called functions and macros that the text calls, at their places
   */
  static String expanded(Macros macros, String text, List<Mention> called) {
    MacroText whole = new MacroText(macros, text, calls(macros, called));
    return whole.between(0, whole.points.length);
  }

  private static List<Part> calls(Macros macros, List<Mention> called) {
    List<Part> parts = new ArrayList<>();
    for (Mention mention : called) {
      macros
          .find(mention.name())
          .ifPresent(
              macro -> {
                Origin place = mention.place();
                int end = (Integer) place.stopIndex().get() + 1;
                parts.add(new Part(start(place), end, Optional.of(macro), ""));
              });
    }
    return parts;
  }

  /** A part of the text, the calls in it expanded from outside to inside. */
  private String between(int start, int end) {
    StringBuilder text = new StringBuilder();
    int at = start;
    for (Part part : parts) {
      if (part.start() >= at && part.end() <= end) {
        text.append(plain(at, part.start()));
        text.append(
            part.called().map(macro -> of(macro, part)).orElseGet(() -> enclosed(part.argument())));
        at = part.end();
      }
    }
    return text.append(plain(at, end)).toString();
  }

  private String of(Macro macro, Part call) {
    List<String> arguments = arguments(call);
    List<Part> inner = new ArrayList<>(calls(macros, macros.calls(macro)));
    macro.forEachParameter(
        (name, parameter) -> {
          int start = start(name.origin());
          int end = start + macro.parameters().get(parameter).length();
          inner.add(new Part(start, end, Optional.empty(), arguments.get(parameter)));
        });
    MacroText body = new MacroText(macros, macro.text(), inner);
    int start = body.tokens.get(0).getStartIndex() + (macro.isColumns() ? SELECT : 0);
    int end = body.tokens.get(body.tokens.size() - 1).getStopIndex() + 1;
    String text = body.between(start, end).strip();
    if (macro.isColumns()) {
      return indented(text, call.start());
    }
    boolean isClosed =
        macro
            .value("", mistake -> {})
            .filter(value -> value instanceof UnresolvedFunction || value instanceof Cast)
            .isPresent();
    return isClosed ? text : enclosed(text);
  }

  /** The texts between the commas of a call. */
  private List<String> arguments(Part call) {
    List<Token> inside =
        tokens.stream()
            .filter(
                token -> token.getStartIndex() >= call.start() && token.getStopIndex() < call.end())
            .toList();
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    int first = 2; // behind the name and the bracket
    for (int i = first; i < inside.size(); i++) {
      int type = inside.get(i).getType();
      boolean isEnd = i == inside.size() - 1 || (depth == 0 && type == SqlBaseLexer.COMMA);
      if (isEnd && i > first) {
        arguments.add(
            between(inside.get(first).getStartIndex(), inside.get(i - 1).getStopIndex() + 1));
        first = i + 1;
      }
      depth += opens(type) ? 1 : closes(type) ? -1 : 0;
    }
    return arguments;
  }

  private static List<Token> words(String text) {
    List<Token> tokens = SqlGrammar.tokens(text);
    return tokens.subList(0, tokens.size() - 1);
  }

  private static boolean opens(int type) {
    return type == SqlBaseLexer.LEFT_PAREN || type == SqlBaseLexer.LEFT_BRACKET;
  }

  private static boolean closes(int type) {
    return type == SqlBaseLexer.RIGHT_PAREN || type == SqlBaseLexer.RIGHT_BRACKET;
  }

  /** A text in brackets, unless it is one word or a column of a relation. */
  private static String enclosed(String text) {
    List<Token> tokens = words(text);
    boolean isOne =
        tokens.size() == 1
            || tokens.stream()
                .allMatch(
                    token ->
                        token.getType() == SqlBaseLexer.IDENTIFIER
                            || token.getType() == SqlBaseLexer.DOT);
    return isOne ? text : "(" + text + ")";
  }

  /** Lines that begin where the call does. */
  private String indented(String text, int call) {
    int column = 0;
    while (call - column > 0 && points[call - column - 1] != '\n') {
      column++;
    }
    String before = "\n" + " ".repeat(column);
    int first = text.indexOf('\n');
    return first < 0
        ? text
        : text.substring(0, first)
            + text.substring(first + 1)
                .stripIndent()
                .lines()
                .map(line -> before + line)
                .collect(Collectors.joining());
  }

  private String plain(int start, int end) {
    return new String(points, start, end - start);
  }

  private static int start(Origin place) {
    return (Integer) place.startIndex().get();
  }
}
