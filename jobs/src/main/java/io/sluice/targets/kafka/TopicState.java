// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.kafka;

import io.sluice.kafka.KafkaProblems;
import io.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic as the broker has it.
 *
 * @param id which tells it from another of its name that was there before
 * @param partitions how many
 */
record TopicState(String name, String id, int partitions) {
  /**
   * Looks for a topic.
   *
   * @throws Problem FAILED where no broker answers; INVALID where it doesn't let us in
   */
  static Optional<TopicState> find(Admin admin, KafkaProblems problems, String name) {
    try {
      TopicDescription topic =
          problems.answer(admin.describeTopics(List.of(name)).topicNameValues().get(name));
      return Optional.of(
          new TopicState(name, topic.topicId().toString(), topic.partitions().size()));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  /** Its cleanup policy; empty where we may not know. */
  Optional<String> cleanupPolicy(Admin admin, KafkaProblems problems) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    try {
      Config config =
          problems.answer(admin.describeConfigs(List.of(resource)).values().get(resource));
      return Optional.ofNullable(config.get(TopicConfig.CLEANUP_POLICY_CONFIG))
          .map(ConfigEntry::value);
    } catch (Problem e) {
      return Optional.empty();
    }
  }
}
