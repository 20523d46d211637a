// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import io.sluice.pipeline.SqlOrigin;
import io.sluice.text.Escaped;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;
import scala.Option;

/** Errors that expressions of SQL fail with because of a value, such as an overflow. */
public final class SqlErrors {
  /** Where Spark and Java evaluate expressions; the rest of a stack trace is the machinery. */
  private static final Pattern EVALUATION =
      Pattern.compile(
          "org\\.apache\\.spark\\.sql\\.(catalyst\\.(expressions|util|csv|json|xml)|types|errors)\\..*"
              + "|org\\.apache\\.spark\\.unsafe\\.types\\..*");

  /** How deep below an expression Java's own classes may fail. */
  private static final int FRAMES = 12;

  /** To switch the rules off is refused. */
  private static final Pattern SWITCH_OFF =
      Pattern.compile(
          "\\s*If necessary,? set \\S+ to \"?false\"?.*?to bypass this error(,? and return NULL instead)?\\.?");

  /** The query and a mark below it, which Spark puts below the message. */
  private static final Pattern SUMMARY = Pattern.compile("(?s)\\s*== [A-Z ]+\\(.*$");

  private SqlErrors() {}

  /** The error of a value among an exception and its causes, if that is what it comes from. */
  public static Optional<Throwable> in(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = thrown; next != null && !causes.contains(next); next = next.getCause()) {
      causes.add(0, next);
    }
    return causes.stream().filter(SqlErrors::isOfValue).findFirst();
  }

  private static boolean isOfValue(Throwable thrown) {
    if (thrown instanceof AnalysisException) {
      return false;
    } else if (thrown instanceof SparkThrowable known) {
      String state = known.getSqlState();
      boolean isData = state != null && (state.startsWith("22") || state.startsWith("21"));
      if (isData || known.getQueryContext().length > 0 || thrown instanceof ArithmeticException) {
        return true;
      }
    }
    boolean isPlain =
        thrown instanceof RuntimeException && !(thrown instanceof NullPointerException);
    return isPlain
        && (isOfJava(thrown) || !(thrown instanceof SparkException))
        && isEvaluated(thrown);
  }

  private static boolean isOfJava(Throwable thrown) {
    return thrown instanceof ArithmeticException
        || thrown instanceof DateTimeException
        || thrown instanceof NumberFormatException;
  }

  /** Returns whether an expression threw it, itself or through classes of Java. */
  private static boolean isEvaluated(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::getClassName)
        .dropWhile(name -> name.startsWith("java."))
        .findFirst()
        .filter(name -> EVALUATION.matcher(name).matches())
        .isPresent();
  }

  /**
   * What an error says, as one line.
   *
   * @param hidden whether it must not show values
   */
  public static String text(Throwable error, boolean hidden) {
    String message = error.getMessage() == null ? "" : error.getMessage();
    String plain = SWITCH_OFF.matcher(SUMMARY.matcher(message).replaceFirst("")).replaceAll("");
    plain = plain.strip().replaceFirst("^\\[_LEGACY_ERROR_TEMP_\\d+]\\s*", "");
    if (!hidden) {
      return plain.isEmpty()
          ? error.getClass().getSimpleName()
          : Escaped.escaped(plain.replaceAll("\\s+", " ").replaceFirst("\\.$", ""));
    }
    // A class of Spark's errors, but for those whose message is all there is, says enough.
    String name = error instanceof SparkThrowable known ? known.getErrorClass() : null;
    boolean isNamed = name != null && !name.startsWith("_LEGACY");
    return (isNamed ? "[" + name + "]" : error.getClass().getSimpleName())
        + " (its values are hidden: personal)";
  }

  /** The place in a file that an error names, as {@link #place(String, Origin)} has it. */
  static Optional<String> place(String file, Throwable error) {
    return context(error).flatMap(known -> place(file, known));
  }

  /** The part of the SQL that an error names. */
  static Optional<String> fragment(Throwable error) {
    return context(error).filter(known -> known.isValid()).map(SqlErrors::words);
  }

  /** An expression as it is written in its file, as one short line. */
  public static String words(Expression expression) {
    SQLQueryContext written = expression.origin().context();
    return written.isValid() ? words(written) : Escaped.plain(expression.sql());
  }

  private static String words(SQLQueryContext written) {
    return Escaped.plain(written.fragment().strip().replaceAll("\\s+", " "));
  }

  /**
   * Where something is, such as {@code rules.sql:2:5}; the file alone where the place is unknown.
   */
  public static String place(String file, Origin origin) {
    return place(file, origin.context()).orElse(file);
  }

  private static Optional<String> place(String file, SQLQueryContext text) {
    Option<Object> line = text.line();
    Option<Object> column = text.startPosition();
    SqlOrigin origin = SqlOrigin.of(file, text);
    // Spark counts columns from 0, people and editors from 1.
    return line.isEmpty() || column.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s:%s:%d%s"
                .formatted(origin.file(), line.get(), (Integer) column.get() + 1, origin.note()));
  }

  private static Optional<SQLQueryContext> context(Throwable error) {
    if (!(error instanceof SparkThrowable known)) {
      return Optional.empty();
    }
    return Arrays.stream(known.getQueryContext())
        .filter(SQLQueryContext.class::isInstance)
        .map(SQLQueryContext.class::cast)
        .findFirst();
  }
}
