// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * SQL that doesn't fit, or fails for what it reads: a number too large, a text that is no date, a
 * {@code raise_error}. The same command always fails in the same way.
 */
final class WrongSql implements KnownCause {
  /** Expressions, and the code that Spark generates for them. */
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "org\\.apache\\.spark\\.(sql\\.catalyst\\.(expressions|util)\\.|unsafe\\.types\\.).*");

  /** Spark's advice to loosen its rules, which are fixed here. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "(?i)\\s*(?:if necessary,? )?(?:you can )?set \"?spark\\.sql\\.[^;]*?(?:to bypass this error|to \"?\\w+\"?)\\.");

  @Override
  public Optional<Problem> of(Failure failure) {
    return failure
        .last(WrongSql::isOfSql)
        .map(
            cause ->
                new Problem(
                    Outcome.INVALID,
                    "%s: its SQL fails for what it reads: %s; the log on stderr has the stack trace"
                        .formatted(failure.what(), withoutAdvice(cause).reason()),
                    "correct the SQL, or what it reads, then run the same command again: it fails in the same way until then"));
  }

  private static Failure.Cause withoutAdvice(Failure.Cause cause) {
    String message =
        cause.thrown().orElse(null) instanceof AnalysisException wrong
            ? wrong.getSimpleMessage() // the whole one would end with the plan
            : cause.message();
    return new Failure.Cause(cause.type(), ADVICE.matcher(message).replaceAll(""), cause.thrown());
  }

  private static boolean isOfSql(Failure.Cause cause) {
    return cause.is(AnalysisException.class)
        || isOfValues(cause)
        || (cause.is(StackOverflowError.class)
            && cause.thrown().filter(WrongSql::isDeep).isPresent())
        || cause.thrown().filter(WrongSql::isOfExpression).isPresent();
  }

  /** Spark's checked exceptions are about jobs, tasks and files, which fail for any reason. */
  private static boolean isOfValues(Failure.Cause cause) {
    return cause.is(SparkThrowable.class)
        && cause.is(RuntimeException.class)
        && cause
            .thrown()
            .map(SparkThrowable.class::cast)
            .map(SparkThrowable::getErrorClass)
            .filter(name -> name.startsWith("INTERNAL_ERROR"))
            .isEmpty();
  }

  /** Plain exceptions that an expression throws: raise_error, a pattern that is none. */
  private static boolean isOfExpression(Throwable thrown) {
    boolean isAboutValues =
        thrown.getClass() == RuntimeException.class
            || thrown instanceof ArithmeticException
            || thrown instanceof IllegalArgumentException
            || thrown instanceof java.time.DateTimeException;
    return isAboutValues
        && Arrays.stream(thrown.getStackTrace())
            .map(StackTraceElement::getClassName)
            .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
            .findFirst()
            .filter(name -> EXPRESSION.matcher(name).matches() || name.contains("GeneratedClass"))
            .isPresent();
  }

  private static boolean isDeep(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("org.apache.spark.sql.catalyst."));
  }
}
