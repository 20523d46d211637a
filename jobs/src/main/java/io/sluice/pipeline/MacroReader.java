// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.trees.Origin;
import scala.Option;

/**
 * Reads macros.sql by the tokens of Spark's SQL: {@code create macro name(a, b) as …;}, where the
 * rest is one expression, or a select without from.
 */
final class MacroReader {
  private static final String SHAPE =
      "create macro <name>(<parameter>, …) as <expression, or select <expression> as <column>, …>;";

  private final String text;
  private final List<Token> tokens;
  private final Findings findings;
  private final SortedMap<String, Macro> macros = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private int at;

  private MacroReader(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
    this.tokens = SqlGrammar.tokens(text);
  }

  /** What a text defines. */
  static MacroReader read(String text, Findings findings) {
    MacroReader reader = new MacroReader(text, findings);
    SqlGrammar.openComment(text)
        .ifPresent(
            comment ->
                reader.refuse(origin(comment), "found a comment without an end; allowed: /* … */"));
    while (reader.next().getType() != Token.EOF) {
      reader.readMacro().ifPresent(reader::add);
      reader.skipPastEnd();
    }
    return reader;
  }

  /** The macros by their names, those that can be used; of the others there are findings. */
  SortedMap<String, Macro> macros() {
    return macros;
  }

  /** The names of all macros, those that can't be used as well. */
  Set<String> names() {
    return names;
  }

  private void add(Macro macro) {
    if (macros.putIfAbsent(macro.name(), macro) != null) {
      refuse(macro.place(), "found the macro '%s' twice; allowed: every name once", macro.name());
    }
  }

  private Optional<Macro> readMacro() {
    if (!isTaken(SqlBaseLexer.CREATE) || !isTaken(SqlBaseLexer.MACRO)) {
      return unexpected();
    }
    Token name = next();
    if (!isName()) {
      return unexpected();
    }
    names.add(name.getText());
    if (!isTaken(SqlBaseLexer.LEFT_PAREN)) {
      return unexpected();
    }
    List<String> parameters = new ArrayList<>();
    while (!isTaken(SqlBaseLexer.RIGHT_PAREN)) {
      boolean isSeparated = parameters.isEmpty() || isTaken(SqlBaseLexer.COMMA);
      String parameter = next().getText();
      if (!isSeparated || parameters.contains(parameter) || !isName()) {
        return unexpected();
      }
      parameters.add(parameter);
    }
    if (!isTaken(SqlBaseLexer.AS)) {
      return unexpected();
    }
    boolean isColumns = next().getType() == SqlBaseLexer.SELECT;
    Macro macro =
        new Macro(name.getText(), parameters, isColumns, blankedAround(body()), origin(name));
    return Optional.of(macro).filter(this::isParsed);
  }

  /** Takes a token as a name, if it is one; many words of SQL, such as case, are none. */
  private boolean isName() {
    String name = next().getText();
    boolean isName =
        Relations.isName(name)
            && SparkParser.parse(parser -> parser.parseExpression(name), mistake -> {})
                .filter(UnresolvedAttribute.class::isInstance)
                .isPresent();
    if (isName) {
      at++;
    }
    return isName;
  }

  private boolean isTaken(int type) {
    boolean isTaken = next().getType() == type;
    if (isTaken) {
      at++;
    }
    return isTaken;
  }

  private Optional<Macro> unexpected() {
    Token found = next();
    String shown = found.getType() == Token.EOF ? "the end" : Escaped.quoted(found.getText());
    refuse(
        origin(found),
        "found %s; allowed: %s, with names of a-z, 0-9 and _, each once, that are no words of SQL",
        shown,
        SHAPE);
    return Optional.empty();
  }

  /** Takes the tokens up to the end of a macro. */
  private List<Token> body() {
    int start = at;
    while (next().getType() != Token.EOF
        && next().getType() != SqlBaseLexer.SEMICOLON
        && !isBeginning()) {
      at++;
    }
    return tokens.subList(start, at);
  }

  /** Tells whether another macro begins here: no expression has these words side by side. */
  private boolean isBeginning() {
    return next().getType() == SqlBaseLexer.CREATE
        && tokens.get(at + 1).getType() == SqlBaseLexer.MACRO;
  }

  private void skipPastEnd() {
    body();
    if (isBeginning()) {
      refuse(
          origin(next()),
          "found another macro before the end of the one above; allowed: ; between them");
    }
    isTaken(SqlBaseLexer.SEMICOLON);
  }

  /** The whole text, in which everything but some tokens is blank. Lines stay lines. */
  private String blankedAround(List<Token> body) {
    int start = body.isEmpty() ? 0 : body.get(0).getStartIndex();
    int end = body.isEmpty() ? 0 : body.get(body.size() - 1).getStopIndex() + 1;
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      boolean isBody = i >= start && i < end;
      points[i] = isBody || points[i] == '\n' || points[i] == '\r' ? points[i] : ' ';
    }
    return new String(points, 0, points.length);
  }

  /** Parses a macro, and says what is wrong with it. */
  private boolean isParsed(Macro macro) {
    int before = findings.count();
    if (macro.isColumns()) {
      macro
          .columns("", this::refuse)
          .ifPresentOrElse(
              columns -> columns.forEach(column -> refuseSubqueries((Expression) column)),
              () -> refuseShape(macro, before));
    } else {
      macro.value("", this::refuse).ifPresent(this::refuseSubqueries);
    }
    return findings.count() == before;
  }

  private void refuseSubqueries(Expression part) {
    if (part instanceof SubqueryExpression) {
      refuse(part.origin(), "found a subquery; allowed: expressions over one row or one group");
    }
    seqAsJavaList(part.children()).forEach(this::refuseSubqueries);
  }

  private void refuseShape(Macro macro, int before) {
    if (findings.count() == before) {
      refuse(
          macro.place(),
          "found more than columns in the macro '%s'; allowed: select <expression> as <column>, … without from",
          macro.name());
    }
  }

  private void refuse(SparkParser.Mistake mistake) {
    findings.add(Macro.FILE, mistake.place(), mistake.message() + "; allowed: " + SHAPE);
  }

  private void refuse(Origin place, String finding, Object... values) {
    findings.add(Macro.FILE, place, values.length == 0 ? finding : finding.formatted(values));
  }

  private Token next() {
    return tokens.get(Math.min(at, tokens.size() - 1));
  }

  private static Origin origin(Token token) {
    return new Origin(
        Option.apply(token.getLine()),
        Option.apply(token.getCharPositionInLine()),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }
}
