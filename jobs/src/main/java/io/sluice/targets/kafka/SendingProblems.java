// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.kafka;

import io.sluice.kafka.KafkaProblems;
import io.sluice.problem.Problem;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.protocol.Errors;

/**
 * Says what errors mean that only come where messages are sent.
 *
 * @param file the export's, for remedies
 * @param timeout the longest that a transaction may take
 */
record SendingProblems(KafkaProblems kafka, String file, Duration timeout) {
  /** Does something, and says what an error of Kafka's in it means. */
  <T> T explained(Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } catch (KafkaException e) {
      throw of(e, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private Problem of(KafkaException error, Duration taken) {
    // What the client says of an error before is around that error.
    Throwable cause = error;
    while (cause.getClass() == KafkaException.class && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (String.valueOf(cause.getMessage()).contains(Errors.INVALID_TRANSACTION_TIMEOUT.message())) {
      return kafka.invalid(
          "the broker allows no transaction of %d s".formatted(timeout.toSeconds()),
          "raise its transaction.max.timeout.ms, or lower transaction-timeout in " + file);
    } else if (cause instanceof RecordTooLargeException) {
      return kafka.invalid(
          "a row is longer than the topic's max.message.bytes allows",
          "raise that, or leave columns out in " + file);
    } else if (cause instanceof ProducerFencedException
        || cause instanceof InvalidProducerEpochException) {
      return taken.compareTo(timeout) < 0
          ? Problem.busy(
              "Cannot %s: another run sends messages there meanwhile; nothing of this one is there"
                  .formatted(kafka.task()))
          : kafka.invalid(
              "it takes longer than a transaction may, %d s".formatted(timeout.toSeconds()),
              "raise transaction-timeout in %s, and the broker's transaction.max.timeout.ms"
                  .formatted(file));
    }
    return kafka.of(cause);
  }

  /** What to say where rows can't be told apart. */
  Problem sameKey() {
    return kafka.invalid(
        "the key in %s stands on more than one row".formatted(file),
        "add columns to it that tell rows apart, such as the event date");
  }
}
