// SPDX-License-Identifier: Apache-2.0

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends messages that are JSON objects of about 200 bytes to a topic, which it creates where the
 * first id is 0. Partitions take turns.
 *
 * <pre>java -cp ... Send.java SERVERS TOPIC PARTITIONS FIRST COUNT</pre>
 */
final class Send {
  private Send() {}

  public static void main(String[] args) throws Exception {
    String topic = args[1];
    int partitions = Integer.parseInt(args[2]);
    long first = Long.parseLong(args[3]);
    long count = Long.parseLong(args[4]);
    Map<String, Object> servers = Map.of("bootstrap.servers", args[0]);
    if (first == 0) {
      try (Admin admin = Admin.create(servers)) {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
      }
    }
    Map<String, Object> settings =
        Map.of("bootstrap.servers", args[0], "linger.ms", 20, "batch.size", 1 << 18);
    StringSerializer text = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, text, text)) {
      Future<RecordMetadata> last = null;
      for (long id = first; id < first + count; id++) {
        int partition = (int) (id % partitions);
        last = producer.send(new ProducerRecord<>(topic, partition, "k" + id, value(id)));
      }
      producer.flush();
      if (last != null) {
        last.get();
      }
    }
    System.out.println(count + " messages sent");
  }

  private static String value(long id) {
    String value =
        "{\"id\":\"m%010d\",\"amount\":%d.25,\"sold_at\":\"2026-01-%02d 10:00:00\",\"note\":\""
            .formatted(id, id % 1000, 1 + id % 28);
    String note = "n".repeat(200 - value.getBytes(StandardCharsets.US_ASCII).length - 2);
    return value + note + "\"}";
  }
}
