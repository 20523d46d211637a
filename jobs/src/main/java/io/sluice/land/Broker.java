// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.problem.Problem;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks brokers of Kafka about topics. What they say of settings shows no value. */
final class Broker {
  private static final Pattern CONFIGURATION = Pattern.compile("for configuration ([a-z.]+)");

  private final String pipeline;
  private final KafkaSettings settings;

  /**
   * @param pipeline for messages
   */
  Broker(String pipeline, KafkaSettings settings) {
    this.pipeline = pipeline;
    this.settings = settings;
  }

  /**
   * Topics as they are now.
   *
   * @throws Problem FAILED where no broker answers; INVALID where a topic isn't there, or the
   *     broker doesn't let us in
   */
  SortedMap<String, BrokerTopic> look(Iterable<String> topics) {
    try (Admin admin = open()) {
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

  private Admin open() {
    try {
      return Admin.create(settings.ofAdmin());
    } catch (KafkaException | IllegalArgumentException e) {
      // The cause is left out: it may quote what was set.
      throw Problem.invalid(
          "Cannot land messages for %s: Kafka's client can't be made with its settings (%s); correct them in pipeline.yaml, the properties file or SLUICE_KAFKA_…"
              .formatted(pipeline, named(e)));
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
                described.put(name, answer(topic));
              } catch (UnknownTopicOrPartitionException e) {
                missing.add(Escaped.quoted(name));
              }
            });
    if (!missing.isEmpty()) {
      throw Problem.invalid(
          "Cannot land messages for %s: %s has no topic %s; create it, or correct topics under source in pipeline.yaml"
              .formatted(
                  pipeline,
                  settings.servers(),
                  String.join(", ", missing.stream().sorted().toList())));
    }
    return described;
  }

  private Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> offsets(
      Admin admin, Map<TopicPartition, OffsetSpec> asked) {
    return answer(
        admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
  }

  private <T> T answer(KafkaFuture<T> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("Stopped while waiting for Kafka; rerun the same command").causedBy(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
        throw unknown;
      }
      throw problem(e.getCause());
    }
  }

  private Problem problem(Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return Problem.invalid(
          "Cannot land messages for %s: %s doesn't let it in (%s); correct the settings in the properties file or SLUICE_KAFKA_…, or the rights of its user"
              .formatted(pipeline, settings.servers(), kind));
    } else if (cause instanceof TimeoutException) {
      return Problem.failed(
          "Cannot land messages for %s: no broker answers at %s; start it, or correct bootstrap-servers or what is set of TLS"
              .formatted(pipeline, settings.servers()));
    }
    return Problem.failed(
            "Cannot land messages for %s: %s fails (%s: %s); rerun the same command"
                .formatted(
                    pipeline, settings.servers(), kind, Escaped.plain("" + cause.getMessage())))
        .causedBy(cause);
  }
}
