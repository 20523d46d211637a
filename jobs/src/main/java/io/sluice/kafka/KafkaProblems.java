// SPDX-License-Identifier: Apache-2.0
package io.sluice.kafka;

import io.sluice.problem.Problem;
import io.sluice.text.Escaped;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Says what an error of Kafka's clients means for a run. No value of a setting shows.
 *
 * @param task what can't be done, such as {@code land messages for shop}
 * @param servers addresses of brokers
 * @param place the file that may have {@code bootstrap-servers}
 */
public record KafkaProblems(String task, String servers, String place) {
  private static final Pattern CONFIGURATION = Pattern.compile("for configuration ([a-z.]+)");

  /**
   * Refuses a class path without what speaks to Kafka.
   *
   * @param task what can't be done
   * @throws Problem INVALID
   */
  public static void requireConnector(String task) {
    try {
      Class.forName(
          "org.apache.spark.sql.kafka010.KafkaSourceProvider",
          false,
          Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw Problem.invalid(
          "Cannot %s: what speaks to Kafka isn't on the class path; start it by ./sluice or infra/spark-submit after make build"
              .formatted(task));
    }
  }

  /**
   * Makes a client.
   *
   * @throws Problem INVALID where its settings are wrong
   */
  public <T> T client(Supplier<T> making) {
    try {
      return making.get();
    } catch (KafkaException | IllegalArgumentException e) {
      // The cause is left out: it may quote what was set.
      throw invalid(
          "Kafka's client can't be made with its settings (%s)".formatted(named(e)),
          "correct them in %s, the properties file or SLUICE_KAFKA_…".formatted(place));
    }
  }

  /** The setting that is wrong, or the kind of the error. */
  private static String named(Throwable thrown) {
    Throwable last = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Matcher setting = CONFIGURATION.matcher(String.valueOf(cause.getMessage()));
      if (setting.find()) {
        return setting.group(1);
      }
      last = cause;
    }
    return last.getClass().getSimpleName();
  }

  /**
   * Waits for what a broker answers.
   *
   * @throws UnknownTopicOrPartitionException where there is no such topic
   * @throws Problem what any other error means
   */
  public <T> T answer(Future<T> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("Stopped while waiting for Kafka; rerun the same command").causedBy(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
        throw unknown;
      }
      throw of(e.getCause());
    }
  }

  /** What an error means. */
  public Problem of(Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return invalid(
          "%s doesn't let it in (%s)".formatted(servers, kind),
          "correct the settings in the properties file or SLUICE_KAFKA_…, or the rights of its user");
    } else if (cause instanceof TimeoutException) {
      return failed(
          "no broker answers at " + servers,
          "start it, or correct bootstrap-servers or what is set of TLS");
    }
    return failed(
            "%s fails (%s: %s)".formatted(servers, kind, Escaped.plain("" + cause.getMessage())),
            "rerun the same command")
        .causedBy(cause);
  }

  public Problem invalid(String why, String remedy) {
    return Problem.invalid("Cannot %s: %s; %s".formatted(task, why, remedy));
  }

  public Problem failed(String why, String remedy) {
    return Problem.failed("Cannot %s: %s; %s".formatted(task, why, remedy));
  }
}
