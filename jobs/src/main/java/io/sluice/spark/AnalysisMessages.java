// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import scala.Tuple2;

/** Spark's words about a query that doesn't fit, without advice that no pipeline can follow. */
public final class AnalysisMessages {
  /** Settings are fixed, and tables are made by Sluice alone. */
  private static final Pattern NO_REMEDY =
      Pattern.compile(
          "spark\\.[a-z]+\\.|delta\\.[a-zA-Z]+|CREATE (OR REPLACE )?(TABLE|VIEW)|ALTER TABLE|column mapping|\\bUSING delta\\b",
          Pattern.CASE_INSENSITIVE);

  private AnalysisMessages() {}

  /** Message of one line: no error class, place, plan, or sentence that is no remedy here. */
  public static String plain(AnalysisException wrong) {
    return plain(wrong.getSimpleMessage());
  }

  static String plain(String message) {
    return withoutAdvice(
            message
                .strip()
                .replaceFirst("^\\[[A-Za-z0-9_.]+]\\s*", "")
                .replaceAll("\\s+", " ")
                .replaceFirst(";? line \\d+ pos \\d+;?\\s*$", ""))
        .replaceFirst("[.;]\\s*$", "");
  }

  /** Message with error class and place, without the sentences that are no remedy here. */
  public static String withoutAdvice(AnalysisException wrong) {
    return withoutAdvice(wrong.getSimpleMessage());
  }

  private static String withoutAdvice(String message) {
    String kept =
        Arrays.stream(message.split("(?<=[.?!;])\\s+"))
            .filter(sentence -> !NO_REMEDY.matcher(sentence).find())
            .collect(Collectors.joining(" "));
    return kept.isBlank() ? message : kept;
  }

  /** The message as a finding about the place of a query. */
  public static String finding(AnalysisException wrong) {
    return "found what Spark refuses: %s; allowed: SQL that fits the columns that it reads"
        .formatted(plain(wrong));
  }

  /** Parameters of an error class as Spark takes them. */
  public static scala.collection.immutable.Map<String, String> parameters(
      Map<String, String> parameters) {
    scala.collection.immutable.Map<String, String> made =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      made = made.$plus(new Tuple2<>(each.getKey(), each.getValue()));
    }
    return made;
  }
}
