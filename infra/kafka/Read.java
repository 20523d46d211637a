// SPDX-License-Identifier: Apache-2.0

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints what a topic holds for who reads what is committed, and keeps the newest message of each
 * key: a line for each, with key, tab and value. The last line says how many messages there were.
 *
 * <pre>java -cp ... Read.java SERVERS TOPIC</pre>
 */
final class Read {
  private Read() {}

  public static void main(String[] args) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed");
    StringDeserializer text = new StringDeserializer();
    SortedMap<String, String> rows = new TreeMap<>();
    long messages = 0;
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, text, text)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(args[1]).stream()
              .map(each -> new TopicPartition(args[1], each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(200))) {
          messages++;
          if (message.value() == null) {
            rows.remove(message.key());
          } else {
            rows.put(message.key(), message.value());
          }
        }
      }
    }
    rows.forEach((key, value) -> System.out.println(key + "\t" + value));
    System.out.println(messages + " messages");
  }
}
