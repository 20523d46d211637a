// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.kafka.KafkaProblems;
import io.sluice.kafka.KafkaSettings;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks brokers of Kafka about topics. */
final class Broker {
  private final KafkaSettings settings;
  private final KafkaProblems problems;

  /**
   * @param task what messages call what is done
   */
  Broker(String task, KafkaSettings settings) {
    this.settings = settings;
    this.problems = new KafkaProblems(task, settings.servers(), "pipeline.yaml");
  }

  /**
   * Topics as they are now.
   *
   * @throws io.sluice.problem.Problem FAILED where no broker answers; INVALID where a topic isn't
   *     there, or the broker doesn't let us in
   */
  SortedMap<String, BrokerTopic> look(Iterable<String> topics) {
    try (Admin admin = problems.client(() -> Admin.create(settings.ofClient()))) {
      SortedMap<String, TopicDescription> described = described(admin, topics);
      Map<TopicPartition, OffsetSpec> first = new HashMap<>();
      Map<TopicPartition, OffsetSpec> end = new HashMap<>();
      for (TopicDescription topic : described.values()) {
        for (TopicPartitionInfo partition : topic.partitions()) {
          TopicPartition key = new TopicPartition(topic.name(), partition.partition());
          first.put(key, OffsetSpec.earliest());
          end.put(key, OffsetSpec.latest());
        }
      }
      // The end is asked for before the beginning, which can only grow.
      var ends = offsets(admin, end);
      var firsts = offsets(admin, first);
      SortedMap<String, BrokerTopic> found = new TreeMap<>();
      described.forEach(
          (name, topic) -> {
            SortedMap<Integer, BrokerTopic.Offsets> partitions = new TreeMap<>();
            for (TopicPartitionInfo partition : topic.partitions()) {
              TopicPartition key = new TopicPartition(name, partition.partition());
              partitions.put(
                  partition.partition(),
                  new BrokerTopic.Offsets(firsts.get(key).offset(), ends.get(key).offset()));
            }
            found.put(name, new BrokerTopic(topic.topicId().toString(), partitions));
          });
      return found;
    }
  }

  private SortedMap<String, TopicDescription> described(Admin admin, Iterable<String> topics) {
    List<String> names = new ArrayList<>();
    topics.forEach(names::add);
    SortedMap<String, TopicDescription> described = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, topic) -> {
              try {
                described.put(name, problems.answer(topic));
              } catch (UnknownTopicOrPartitionException e) {
                missing.add(Escaped.quoted(name));
              }
            });
    if (!missing.isEmpty()) {
      throw problems.invalid(
          "%s has no topic %s"
              .formatted(settings.servers(), String.join(", ", missing.stream().sorted().toList())),
          "create it, or correct topics under source in pipeline.yaml");
    }
    return described;
  }

  private Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> offsets(
      Admin admin, Map<TopicPartition, OffsetSpec> asked) {
    return problems.answer(
        admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
  }
}
