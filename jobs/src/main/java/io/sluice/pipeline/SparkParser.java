// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.CurrentOrigin;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.internal.SQLConf;

/** Spark's parser, which needs no session, with one way of saying what is wrong with a text. */
final class SparkParser {
  private static final ParserInterface PARSER = new SparkSqlParser();

  /**
   * What parsed expressions keep for good, as sessions have it: how they treat an overflow, and the
   * time zone of their literals. Without a session Spark would take its own defaults.
   */
  private static final SQLConf SETTINGS = new SQLConf();

  static {
    SETTINGS.setConfString("spark.sql.ansi.enabled", "true");
    SETTINGS.setConfString("spark.sql.session.timeZone", "UTC");
  }

  /** More texts than a folder has files. */
  private static final int MOST_PLANS = 500;

  /** Plans of texts: each file of a folder is looked at several times, and never changes a plan. */
  private static final Map<String, LogicalPlan> PLANS = new LinkedHashMap<>();

  private SparkParser() {}

  /** A mistake in a text: a message of one line, and the place where Spark knows it. */
  record Mistake(Optional<Origin> place, String message) {}

  /** One of the parser's methods, applied to a text. */
  interface Parsing<T> {
    T apply(ParserInterface parser) throws ParseException;
  }

  /** Loads the parser's classes. */
  static void load() {
    parse(parser -> parser.parsePlan(SqlGrammar.A_QUERY), mistake -> {});
  }

  /** The plan of a text, in which nothing is resolved; empty where the text is wrong. */
  static Optional<LogicalPlan> plan(String text, Consumer<Mistake> report) {
    synchronized (PLANS) {
      Optional<LogicalPlan> known = Optional.ofNullable(PLANS.get(text));
      if (known.isPresent()) {
        return known;
      }
      Optional<LogicalPlan> plan = parse(parser -> parser.parsePlan(text), report);
      if (PLANS.size() == MOST_PLANS) {
        PLANS.remove(PLANS.keySet().iterator().next());
      }
      plan.ifPresent(parsed -> PLANS.put(text, parsed));
      return plan;
    }
  }

  /** Parsed value; empty where the text is wrong, after saying so. */
  static <T> Optional<T> parse(Parsing<T> parsing, Consumer<Mistake> report) {
    return SQLConf.withExistingConf(SETTINGS, () -> parsed(parsing, report));
  }

  /**
   * The same of a text that is a part of another.
   *
   * @param whole says which; what is parsed keeps that
   */
  static <T> Optional<T> parse(Parsing<T> parsing, Origin whole, Consumer<Mistake> report) {
    Origin before = CurrentOrigin.get();
    CurrentOrigin.set(whole);
    try {
      return parse(parsing, report);
    } finally {
      CurrentOrigin.set(before);
    }
  }

  private static <T> Optional<T> parsed(Parsing<T> parsing, Consumer<Mistake> report) {
    try {
      return Optional.of(parsing.apply(PARSER));
    } catch (ParseException e) {
      report.accept(new Mistake(Optional.of(e.origin()), plain(e.message())));
      return Optional.empty();
    } catch (RuntimeException e) {
      // DECIMAL(50,2), for one, parses and then fails on a check of Spark's own.
      if (!(e instanceof SparkThrowable)) {
        throw e;
      }
      report.accept(new Mistake(Optional.empty(), plain(e.getMessage())));
      return Optional.empty();
    }
  }

  /** The message without error class, line breaks and the period at its end. */
  private static String plain(String message) {
    return message
        .strip()
        .replaceFirst("^\\[[A-Z0-9_.]+]\\s*", "")
        .replaceAll("\\s+", " ")
        .replaceFirst("\\.$", "");
  }
}
