// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a reader of committed messages finds in a topic. */
public record CompactedTopic(KafkaBroker broker, String name) {
  /** All messages, partition by partition, in their order. */
  public List<ConsumerRecord<String, String>> messages() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.servers(), "isolation.level", "read_committed");
    StringDeserializer text = new StringDeserializer();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, text, text)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(name).stream()
              .map(each -> new TopicPartition(name, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = ends(consumer, partitions);
      List<ConsumerRecord<String, String>> found = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
      return found;
    }
  }

  /** A producer has committed before readers may see it: waits until they see all that is there. */
  private Map<TopicPartition, Long> ends(
      KafkaConsumer<String, String> committed, List<TopicPartition> partitions) {
    StringDeserializer text = new StringDeserializer();
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.servers());
    try (KafkaConsumer<String, String> any = new KafkaConsumer<>(settings, text, text)) {
      Map<TopicPartition, Long> all = any.endOffsets(partitions);
      while (!committed.endOffsets(partitions).equals(all)) {
        Thread.onSpinWait();
      }
      return all;
    }
  }

  /** The newest value of each key, where it has one. */
  public SortedMap<String, String> rows() {
    SortedMap<String, String> rows = new TreeMap<>();
    for (ConsumerRecord<String, String> message : messages()) {
      if (message.value() == null) {
        rows.remove(message.key());
      } else {
        rows.put(message.key(), message.value());
      }
    }
    return rows;
  }
}
