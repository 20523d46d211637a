// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * How far topics have landed while a run goes on: each step is a plan, written before it is made.
 */
final class LandProgress {
  private static final Logger log = LogManager.getLogger(LandProgress.class);

  private final LandPlans plans;
  private final String runId;
  private final List<String> topics;
  private SortedMap<String, TopicPosition> positions = new TreeMap<>();
  private long lastPlan;
  private long files;
  private long messages;
  private long offsets;
  private long expected;

  /**
   * @param topics those that the run lands
   * @param lastPlan the number of the last plan, 0 for none
   */
  LandProgress(LandPlans plans, String runId, List<String> topics, long lastPlan) {
    this.plans = plans;
    this.runId = runId;
    this.topics = topics;
    this.lastPlan = lastPlan;
  }

  /**
   * Begins with what has landed; writes down where partitions begin that no plan has, and what is
   * passed over.
   *
   * @param lost the offsets that are passed over
   * @param reason why, where there are any
   */
  void begin(Standing standing, Collection<LostOffsets> lost, Optional<String> reason) {
    positions = standing.positions(lost);
    if (!positions.equals(standing.landed())) {
      lost.forEach(each -> log.warn("goes on at offset {}: {}", each.to(), each.shown()));
      write(
          reason.filter(why -> !lost.isEmpty()),
          lost.stream().map(LostOffsets::shown).toList(),
          List.of());
    }
  }

  /**
   * Plans to land what is before some offsets and has not landed.
   *
   * @param ends by topic and partition
   * @return the ranges, none where all has landed
   */
  List<OffsetRange> plan(SortedMap<String, SortedMap<Integer, Long>> ends) {
    List<OffsetRange> ranges = new ArrayList<>();
    for (Map.Entry<String, SortedMap<Integer, Long>> topic : ends.entrySet()) {
      topic.getValue().forEach((partition, end) -> add(ranges, topic.getKey(), partition, end));
    }
    if (!ranges.isEmpty()) {
      write(Optional.empty(), List.of(), ranges);
    }
    return ranges;
  }

  private void add(List<OffsetRange> ranges, String topic, int partition, long end) {
    TopicPosition position = positions.get(topic);
    long next = position.offsets().getOrDefault(partition, 0L);
    if (end > next) {
      ranges.add(new OffsetRange(topic, position.id(), partition, next, end, lastPlan + 1));
      positions.put(topic, position.with(partition, end));
    }
  }

  private void write(Optional<String> reason, List<String> lost, List<OffsetRange> ranges) {
    plans.write(lastPlan + 1, new LandPlan(runId, Instant.now(), reason, lost, ranges, positions));
    lastPlan++;
  }

  /** The offsets from which the topics go on. */
  SortedMap<String, SortedMap<Integer, Long>> next() {
    SortedMap<String, SortedMap<Integer, Long>> next = new TreeMap<>();
    topics.forEach(topic -> next.put(topic, positions.get(topic).offsets()));
    return next;
  }

  /** Says how many offsets are to land in this run, as far as can be told before. */
  void expect(long number) {
    expected = number;
  }

  /** Counts files that have landed. */
  void count(RunContext context, List<OffsetRange> landed, long itsMessages) {
    files += landed.size();
    messages += itsMessages;
    offsets += landed.stream().mapToLong(range -> range.until() - range.from()).sum();
    context.done(offsets, Math.max(expected, offsets), "offset");
    log.info("{} with {}", Counted.of(landed.size(), "file"), Counted.of(itsMessages, "message"));
  }

  /** How many messages have landed. */
  long messages() {
    return messages;
  }

  /** Text such as {@code 2 files in landing/; orders: 0 at 120, 1 at 80}. */
  String shown() {
    String all =
        topics.stream()
            .map(topic -> "%s: %s".formatted(topic, positions.get(topic).shown()))
            .collect(Collectors.joining("; "));
    return "%s in landing/; %s".formatted(Counted.of(files, "file"), all);
  }
}
