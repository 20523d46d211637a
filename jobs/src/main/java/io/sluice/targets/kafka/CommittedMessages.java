// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Messages of committed transactions, from the first of a topic to the last. */
final class CommittedMessages implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<String, String> consumer;

  /**
   * @param client how brokers are reached
   */
  CommittedMessages(Map<String, Object> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  /**
   * Reads until the end that partitions have now, or as long as is asked for.
   *
   * @param goesOn takes a message in, and tells whether another one is of interest
   * @throws org.apache.kafka.common.KafkaException where a broker doesn't answer
   */
  void read(
      Collection<TopicPartition> partitions, Predicate<ConsumerRecord<String, String>> goesOn) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long read = -1;
    long deadline = 0;
    while (true) {
      long before = read;
      read = 0;
      boolean isBehind = false;
      for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
        long position = consumer.position(end.getKey());
        isBehind |= position < end.getValue();
        read += position;
      }
      if (!isBehind) {
        return;
      }
      // A consumer waits for a broker that is gone as long as it may take.
      if (read != before) {
        deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new TimeoutException("nothing was read for " + LONGEST_SILENCE);
      }
      for (ConsumerRecord<String, String> message : consumer.poll(POLL)) {
        if (!goesOn.test(message)) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
