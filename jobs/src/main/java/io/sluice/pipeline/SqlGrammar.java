// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/** The grammar of Spark's SQL alone. It needs no object of Spark's, so any thread may load it. */
final class SqlGrammar {
  /** With a little of everything, in upper case: the grammar knows no other. */
  static final String A_QUERY =
      """
      WITH A AS (SELECT B, CAST(C + 1 AS DECIMAL(9, 2)) AS D FROM E WHERE F IN ('G', 'H'))
      SELECT B, COUNT(DISTINCT D) AS I, CASE WHEN NOT B = 'J' THEN SUM(K * 2) ELSE NULL END
      FROM A LEFT JOIN L ON A.B = L.B AND L.M IS NOT NULL
      GROUP BY B HAVING COUNT(*) > 1 OR B LIKE 'N%'
      UNION ALL SELECT * FROM O ORDER BY B
      """;

  private SqlGrammar() {}

  /** The tokens of a text, without comments and blanks; the last one is its end. */
  static List<Token> tokens(String text) {
    return all(lexer(text)).stream()
        .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
        .toList();
  }

  /** The comment of a text that has no end, so that nothing behind its beginning counts. */
  static Optional<Token> openComment(String text) {
    SqlBaseLexer lexer = lexer(text);
    List<Token> tokens = all(lexer);
    return lexer.has_unclosed_bracketed_comment
        ? tokens.stream()
            .filter(token -> token.getType() == SqlBaseLexer.BRACKETED_COMMENT)
            .reduce((before, last) -> last)
        : Optional.empty();
  }

  private static SqlBaseLexer lexer(String text) {
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(text)));
    lexer.removeErrorListeners();
    return lexer;
  }

  private static List<Token> all(SqlBaseLexer lexer) {
    CommonTokenStream stream = new CommonTokenStream(lexer);
    stream.fill();
    return stream.getTokens();
  }

  /** Lets the grammar see what queries are made of: it learns from each. */
  static void load() {
    SqlBaseLexer lexer = new SqlBaseLexer(CharStreams.fromString(A_QUERY));
    new SqlBaseParser(new CommonTokenStream(lexer)).singleStatement();
  }
}
