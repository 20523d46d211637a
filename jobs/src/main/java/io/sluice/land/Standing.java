// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.pipeline.KafkaOptions.Start;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far topics have landed, beside what the broker has.
 *
 * @param topics the topics to be landed, as the broker has them
 * @param landed how far they, and others, have landed
 * @param unfinished ranges of the last plan whose files have not landed
 * @param start where topics begin of which nothing has landed
 */
record Standing(
    SortedMap<String, BrokerTopic> topics,
    SortedMap<String, TopicPosition> landed,
    List<OffsetRange> unfinished,
    Start start) {

  /** Offsets that are to land and can't. */
  List<LostOffsets> lost() {
    List<LostOffsets> lost = new ArrayList<>();
    topics.forEach(
        (name, topic) -> {
          TopicPosition position = landed.get(name);
          if (position != null) {
            topic
                .partitions()
                .forEach((number, offsets) -> lost(name, topic, number).ifPresent(lost::add));
          }
        });
    return lost;
  }

  private Optional<LostOffsets> lost(String name, BrokerTopic topic, int number) {
    TopicPosition position = landed.get(name);
    BrokerTopic.Offsets there = topic.partitions().get(number);
    // A partition that was added begins at 0.
    long landedTo = position.offsets().getOrDefault(number, 0L);
    long next = unfinishedOf(name, number).map(OffsetRange::from).orElse(landedTo);
    if (!topic.id().equals(position.id())) {
      return Optional.of(
          lost(
              name,
              topic,
              number,
              next,
              there.earliest(),
              "has landed up to offset %d, and was deleted and created anew".formatted(next)));
    } else if (there.earliest() > next) {
      return Optional.of(
          lost(
              name,
              topic,
              number,
              next,
              there.earliest(),
              "begins at offset %d, and has landed up to %d: those between were deleted, as by retention"
                  .formatted(there.earliest(), next)));
    } else if (there.end() < landedTo) {
      return Optional.of(
          lost(
              name,
              topic,
              number,
              landedTo,
              there.end(),
              "ends at offset %d, and has landed up to %d: its end was cut off"
                  .formatted(there.end(), landedTo)));
    }
    return Optional.empty();
  }

  private static LostOffsets lost(
      String name, BrokerTopic topic, int number, long from, long to, String why) {
    return new LostOffsets(name, topic.id(), number, from, to, why);
  }

  private Optional<OffsetRange> unfinishedOf(String topic, int partition) {
    return unfinished.stream().filter(range -> range.isOf(topic, partition)).findFirst();
  }

  /** The unfinished ranges but for those of partitions that have lost offsets. */
  List<OffsetRange> finishable(Collection<LostOffsets> lost) {
    return unfinished.stream()
        .filter(
            range -> lost.stream().noneMatch(each -> range.isOf(each.topic(), each.partition())))
        .toList();
  }

  /**
   * Where every partition goes on that the broker has, and where topics stay that aren't landed any
   * more.
   *
   * @param skipped offsets that are passed over
   */
  SortedMap<String, TopicPosition> positions(Collection<LostOffsets> skipped) {
    SortedMap<String, TopicPosition> positions = new TreeMap<>(landed);
    topics.forEach(
        (name, topic) -> {
          SortedMap<Integer, Long> offsets = new TreeMap<>();
          topic
              .partitions()
              .forEach((number, there) -> offsets.put(number, begin(name, number, there)));
          positions.put(name, new TopicPosition(topic.id(), offsets));
        });
    for (LostOffsets each : skipped) {
      positions.computeIfPresent(
          each.topic(), (name, position) -> position.with(each.partition(), each.to()));
    }
    return positions;
  }

  private long begin(String topic, int number, BrokerTopic.Offsets there) {
    TopicPosition position = landed.get(topic);
    if (position != null) {
      return position.offsets().getOrDefault(number, 0L);
    }
    return start == Start.EARLIEST ? there.earliest() : there.end();
  }

  /** How many offsets wait in each partition that has any, as {@code orders-0}. */
  SortedMap<String, Long> waiting(SortedMap<String, TopicPosition> positions) {
    SortedMap<String, Long> waiting = new TreeMap<>();
    for (Map.Entry<String, BrokerTopic> topic : topics.entrySet()) {
      topic
          .getValue()
          .partitions()
          .forEach(
              (number, there) -> {
                long next = positions.get(topic.getKey()).offsets().get(number);
                if (there.end() > next) {
                  waiting.put(topic.getKey() + "-" + number, there.end() - next);
                }
              });
    }
    return waiting;
  }
}
