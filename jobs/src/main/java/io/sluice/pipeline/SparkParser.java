package io.sluice.pipeline;

import java.util.Optional;
import java.util.function.Consumer;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.execution.SparkSqlParser;

/** Spark's parser, which needs no session, with one way of saying what is wrong with a text. */
final class SparkParser {
  private static final ParserInterface PARSER = new SparkSqlParser();

  /** With a little of everything, in upper case: the grammar knows no other. */
  private static final String A_QUERY =
      """
      WITH A AS (SELECT B, CAST(C + 1 AS DECIMAL(9, 2)) AS D FROM E WHERE F IN ('G', 'H'))
      SELECT B, COUNT(DISTINCT D) AS I, CASE WHEN NOT B = 'J' THEN SUM(K * 2) ELSE NULL END
      FROM A LEFT JOIN L ON A.B = L.B AND L.M IS NOT NULL
      GROUP BY B HAVING COUNT(*) > 1 OR B LIKE 'N%'
      UNION ALL SELECT * FROM O ORDER BY B
      """;

  private SparkParser() {}

  /** What is wrong with a text: a message of one line, and the place where Spark knows it. */
  record Mistake(Optional<Origin> place, String message) {}

  /** One of the parser's methods, applied to a text. */
  interface Parsing<T> {
    T apply(ParserInterface parser) throws ParseException;
  }

  /** Lets the parser's grammar see what queries are made of: it learns from each. */
  static void loadGrammar() {
    SqlBaseLexer lexer = new SqlBaseLexer(CharStreams.fromString(A_QUERY));
    new SqlBaseParser(new CommonTokenStream(lexer)).singleStatement();
  }

  /** Loads the parser's classes. */
  static void load() {
    parse(parser -> parser.parsePlan(A_QUERY), mistake -> {});
  }

  /** What was parsed; empty where the text is wrong, after saying so. */
  static <T> Optional<T> parse(Parsing<T> parsing, Consumer<Mistake> report) {
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
