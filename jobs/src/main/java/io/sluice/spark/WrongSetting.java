// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import io.sluice.problem.Problem;
import io.sluice.text.OneLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Finds the setting because of which Spark doesn't start. Its messages name it, or only its value,
 * or neither of them.
 */
final class WrongSetting {
  private static final String MASTER = "spark.master";

  /** Spark's words about a master that it can't make out, or whose classes it doesn't have. */
  private static final Pattern OF_MASTER =
      Pattern.compile(
          "(?i)could not parse master url|master url must be set|invalid master url|scheduler cannot be instantiated|kubernetes master|more than 0 threads");

  private WrongSetting() {}

  /**
   * @param outside what is set on the command line and in spark-defaults.conf
   * @return the problem that names the setting; empty where Spark failed for another reason
   */
  static Optional<Problem> among(SparkConf outside, Throwable failed) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = failed; next != null && !causes.contains(next); next = next.getCause()) {
      causes.add(next);
    }
    return setting(outside, causes)
        .map(
            setting ->
                Problem.invalid(
                    "Cannot start Spark: the setting %s=%s does not do: %s; correct it in spark-defaults.conf, in SLUICE_SPARK_OPTS or where else it comes from"
                        .formatted(setting._1, setting._2, reason(causes.get(causes.size() - 1)))));
  }

  private static Optional<Tuple2<String, String>> setting(SparkConf conf, List<Throwable> causes) {
    for (Throwable cause : causes) {
      String message = String.valueOf(cause.getMessage());
      if (OF_MASTER.matcher(message).find()) {
        return Optional.of(new Tuple2<>(MASTER, conf.get(MASTER, "")));
      }
    }
    return named(conf, causes).or(() -> valued(conf, causes));
  }

  private static Optional<Tuple2<String, String>> named(SparkConf conf, List<Throwable> causes) {
    return settings(conf).stream()
        .filter(
            setting ->
                causes.stream()
                    .filter(WrongSetting::isRefusal)
                    .anyMatch(cause -> isIn(cause, setting._1)))
        .findFirst();
  }

  private static Optional<Tuple2<String, String>> valued(SparkConf conf, List<Throwable> causes) {
    return settings(conf).stream()
        .filter(setting -> !setting._2.isBlank())
        .filter(
            setting ->
                causes.stream()
                    .filter(WrongSetting::isRefusal)
                    .anyMatch(cause -> isIn(cause, setting._2)))
        .findFirst();
  }

  /** Longer names first: one may begin with another. */
  private static List<Tuple2<String, String>> settings(SparkConf conf) {
    return Arrays.stream(conf.getAll())
        .sorted((one, other) -> other._1.length() - one._1.length())
        .toList();
  }

  private static boolean isRefusal(Throwable cause) {
    return cause instanceof IllegalArgumentException // NumberFormatException too
        || cause instanceof ClassNotFoundException
        || cause instanceof ClassCastException
        || cause instanceof java.util.NoSuchElementException;
  }

  private static boolean isIn(Throwable cause, String words) {
    return Pattern.compile("(?<![\\w.-])" + Pattern.quote(words) + "(?![\\w-])")
        .matcher(String.valueOf(cause.getMessage()))
        .find();
  }

  private static String reason(Throwable cause) {
    String message = OneLine.of(String.valueOf(cause.getMessage()));
    return message.length() > 200 ? message.substring(0, 200) + "…" : message;
  }
}
