// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;

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

  /** Lets the grammar see what queries are made of: it learns from each. */
  static void load() {
    SqlBaseLexer lexer = new SqlBaseLexer(CharStreams.fromString(A_QUERY));
    new SqlBaseParser(new CommonTokenStream(lexer)).singleStatement();
  }
}
