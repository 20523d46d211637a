// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.KafkaProblems;
import io.sluice.targets.Mark;
import io.sluice.targets.TargetContext;
import io.sluice.text.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topic beside an export's own that says which export has filled that, and up to which change:
 * a message comes in the same transaction as the rows. It is compacted, and has one partition.
 */
record MarkTopic(String topic, KafkaProblems problems, TargetContext context) {
  private static final String ENDING = "-sluice-export";

  /**
   * What was noted last.
   *
   * @param topicId the topic that was filled, as another of its name isn't
   * @param partitions those that its keys were spread over
   */
  record Entry(String topicId, int partitions, Mark mark) {}

  String name() {
    return topic + ENDING;
  }

  /**
   * What it has noted.
   *
   * @param messages what reads it
   * @throws io.sluice.problem.Problem INVALID where it is of another export
   */
  Optional<Entry> read(Admin admin, CommittedMessages messages) {
    if (TopicState.find(admin, problems, name()).isEmpty()) {
      return Optional.empty();
    }
    AtomicReference<String> last = new AtomicReference<>();
    messages.read(
        List.of(new TopicPartition(name(), 0)),
        message -> {
          if (topic.equals(message.key())) {
            last.set(message.value());
          }
          return true;
        });
    return Optional.ofNullable(last.get()).map(this::entry);
  }

  private Entry entry(String text) {
    try {
      JsonNode node = Json.parse(text);
      if (!node.required("pipeline").asText().equals(context.pipeline())
          || !node.required("export").asText().equals(context.export().name())) {
        throw problems.invalid(
            "topic %s is filled by export %s of pipeline %s"
                .formatted(topic, node.path("export").asText(), node.path("pipeline").asText()),
            "choose another topic in " + context.file());
      }
      return new Entry(
          node.required("topic_id").asText(),
          node.required("partitions").asInt(),
          new Mark(
              node.required("definition").asText(),
              node.required("change").asLong(),
              node.required("run_id").asText()));
    } catch (IllegalArgumentException e) {
      throw problems.invalid(
          "the last message of topic %s can't be read".formatted(name()),
          "delete that topic together with " + topic);
    }
  }

  /** Creates the topic where it isn't there. */
  void create(Admin admin) {
    NewTopic made =
        new NewTopic(name(), Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    if (TopicState.find(admin, problems, name()).isEmpty()) {
      problems.answer(admin.createTopics(List.of(made)).all());
    }
  }

  /** The message that notes an entry. */
  ProducerRecord<String, String> message(Entry entry) {
    String value =
        Json.line(
            Json.object()
                .put("pipeline", context.pipeline())
                .put("export", context.export().name())
                .put("topic_id", entry.topicId())
                .put("partitions", entry.partitions())
                .put("definition", entry.mark().definition())
                .put("change", entry.mark().change())
                .put("run_id", entry.mark().runId()));
    return new ProducerRecord<>(name(), 0, topic, value);
  }
}
