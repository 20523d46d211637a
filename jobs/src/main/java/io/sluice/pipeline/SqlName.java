// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;

/** Names of columns as SQL and schemas have to write them. */
public final class SqlName {
  private SqlName() {}

  /** The name, in backticks where SQL would read something else without. */
  public static String of(String name) {
    return isPlain(name) ? name : quoted(name);
  }

  /** The name in backticks, as Spark's functions take it where it has dots or backticks itself. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static boolean isPlain(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*")
        && SparkParser.parse(parser -> parser.parseExpression(name), mistake -> {})
            .filter(UnresolvedAttribute.class::isInstance)
            .isPresent();
  }

  /** Returns whether a column of {@code source.schema} may have the name, as {@link #of} has it. */
  public static boolean isOfSchema(String name) {
    return name.chars().noneMatch(Character::isISOControl)
        && SparkParser.parse(parser -> parser.parseTableSchema(of(name) + " STRING"), mistake -> {})
            .filter(schema -> schema.fieldNames()[0].equals(name))
            .isPresent();
  }
}
