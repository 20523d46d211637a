// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.pipeline.KafkaOptions;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.text.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One run of {@code land}: the messages that topics have now, into files. The stream says when,
 * plans say what; so a message lands once whatever was killed, and whatever becomes of the
 * checkpoint. The caller holds the lease {@code land}.
 */
public final class LandRun {
  private static final Logger log = LogManager.getLogger(LandRun.class);

  private final RunContext context;
  private final KafkaOptions options;
  private final KafkaSettings settings;
  private final Broker broker;
  private final LandPlans plans;
  private final Optional<String> skipReason;
  private long filesLanded;
  private long messagesLanded;

  /** How far all topics have landed; grows with every plan. */
  private SortedMap<String, TopicPosition> positions = new TreeMap<>();

  private long lastPlan;

  /**
   * @param environment which settings may come from
   * @param skipReason why lost offsets are passed over; empty where they end the run
   * @throws Problem INVALID where the pipeline's source isn't Kafka, or its settings are wrong
   */
  public LandRun(RunContext context, Map<String, String> environment, Optional<String> skipReason) {
    this.context = context;
    String pipeline = context.pipeline().name();
    if (!(context.pipeline().source().options() instanceof KafkaOptions kafka)) {
      throw Problem.invalid(
          "Cannot land messages for %s: the format of its source is %s; set it to kafka, or put files into landing/"
              .formatted(pipeline, context.pipeline().source().format()));
    }
    requireConnector(pipeline);
    this.options = kafka;
    this.settings = KafkaSettings.of(pipeline, kafka, environment);
    this.broker = new Broker(pipeline, settings);
    this.plans = LandPlans.of(context);
    this.skipReason = skipReason;
  }

  private static void requireConnector(String pipeline) {
    try {
      Class.forName(
          "org.apache.spark.sql.kafka010.KafkaSourceProvider",
          false,
          Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw Problem.invalid(
          "Cannot land messages for %s: what reads from Kafka isn't on the class path; start it by ./sluice or infra/spark-submit after make build"
              .formatted(pipeline));
    }
  }

  public Outcome run() {
    Standing standing = look();
    List<LostOffsets> lost = standing.lost();
    requireNothingLost(lost);
    List<OffsetRange> unfinished = standing.finishable(lost);
    SortedMap<String, TopicPosition> from = standing.positions(lost);
    SortedMap<String, Long> waiting = standing.waiting(from);
    if (waiting.isEmpty() && unfinished.isEmpty() && lost.isEmpty()) {
      context.verdict("NO-OP", "nothing new in " + String.join(", ", options.topics()));
      begin(standing, from, lost);
      return Outcome.NOTHING_TO_DO;
    }
    context.verdict(unfinished.isEmpty() ? "RUN" : "RESUME", verdict(unfinished, lost, waiting));
    context.storage().makeFolder(context.data().landing());
    if (unfinished.isEmpty() && waiting.isEmpty()) {
      begin(standing, from, lost);
    } else {
      context.doing("started Spark");
      KafkaMessages messages =
          new KafkaMessages(context, Sessions.open(context.job()), options, settings, this);
      try {
        context.doing("finished plan %d of what was to land", lastPlan);
        messages.finish(unfinished);
        begin(standing, from, lost);
        if (!waiting.isEmpty()) {
          context.doing("read from Kafka at %s", settings.servers());
          messages.drain();
        }
      } catch (Problem e) {
        throw e;
      } catch (RuntimeException e) {
        requireNothingLost();
        throw e;
      }
    }
    context.report().rowsOut(messagesLanded);
    context.report().message(landed());
    return Outcome.SUCCEEDED;
  }

  /** How things stand now, by the last plan or else by the names of files. */
  private Standing look() {
    LandedFiles files = new LandedFiles(context);
    Optional<LandPlan> last = plans.last();
    List<OffsetRange> unfinished = List.of();
    SortedMap<String, TopicPosition> landed;
    if (last.isPresent()) {
      lastPlan = plans.lastNumber();
      landed = last.get().topics();
      unfinished = files.missing(last.get().files());
    } else {
      lastPlan = files.lastPlan();
      landed = files.positions();
      if (!landed.isEmpty()) {
        log.warn("there are no plans; the names of files say how far topics have landed");
      }
    }
    TreeSet<String> topics = new TreeSet<>(options.topics());
    unfinished.forEach(range -> topics.add(range.topic()));
    return new Standing(broker.look(topics), landed, unfinished, options.start());
  }

  /**
   * Looks again after something has failed: what was lost meanwhile, or a broker that is down, is
   * the better explanation.
   */
  void requireNothingLost() {
    requireNothingLost(look().lost());
  }

  private void requireNothingLost(Collection<LostOffsets> lost) {
    if (!lost.isEmpty() && skipReason.isEmpty()) {
      throw Problem.unsafe(
          "Cannot land messages for %s: %s; bring them back, or go on without them by --skip-lost, which keeps a note of what is lost"
              .formatted(
                  context.pipeline().name(),
                  lost.stream().map(LostOffsets::shown).collect(Collectors.joining("; "))),
          "./sluice land --pipeline %s --skip-lost --reason …"
              .formatted(context.pipeline().name()));
    }
  }

  /** Writes down where partitions begin that no plan has, and what is passed over. */
  private void begin(
      Standing standing, SortedMap<String, TopicPosition> from, Collection<LostOffsets> lost) {
    positions = new TreeMap<>(from);
    if (!from.equals(standing.landed())) {
      lost.forEach(each -> log.warn("goes on at offset {}: {}", each.to(), each.shown()));
      plan(
          lost.isEmpty() ? Optional.empty() : skipReason,
          lost.stream().map(LostOffsets::shown).toList(),
          List.of());
    }
  }

  /** Writes the next plan, and says that positions are after it. */
  private void plan(Optional<String> reason, List<String> lost, List<OffsetRange> files) {
    long number = lastPlan + 1;
    plans.write(
        number, new LandPlan(context.runId(), Instant.now(), reason, lost, files, positions));
    lastPlan = number;
  }

  /**
   * Plans to land what is before some offsets and has not landed.
   *
   * @return the ranges, none where all has landed
   */
  List<OffsetRange> planned(SortedMap<String, SortedMap<Integer, Long>> ends) {
    List<OffsetRange> files = new ArrayList<>();
    SortedMap<String, TopicPosition> after = new TreeMap<>(positions);
    ends.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, end) -> {
                  TopicPosition position = after.get(topic);
                  long next = position.offsets().getOrDefault(partition, 0L);
                  if (end > next) {
                    files.add(
                        new OffsetRange(topic, position.id(), partition, next, end, lastPlan + 1));
                    after.put(topic, position.with(partition, end));
                  }
                }));
    if (!files.isEmpty()) {
      positions = after;
      plan(Optional.empty(), List.of(), files);
    }
    return files;
  }

  /** The offsets from which the topics go on. */
  SortedMap<String, SortedMap<Integer, Long>> next() {
    SortedMap<String, SortedMap<Integer, Long>> next = new TreeMap<>();
    options.topics().forEach(topic -> next.put(topic, positions.get(topic).offsets()));
    return next;
  }

  /** Counts files that have landed. */
  void count(List<OffsetRange> files, long messages) {
    filesLanded += files.size();
    messagesLanded += messages;
    log.info("{} with {}", Counted.of(files.size(), "file"), Counted.of(messages, "message"));
  }

  private String verdict(
      List<OffsetRange> unfinished, Collection<LostOffsets> lost, SortedMap<String, Long> waiting) {
    List<String> parts = new ArrayList<>();
    if (!unfinished.isEmpty()) {
      parts.add("plan %d (%s)".formatted(lastPlan, Counted.of(unfinished.size(), "file")));
    }
    if (!lost.isEmpty()) {
      parts.add("pass over what %s lost".formatted(Counted.of(lost.size(), "partition")));
    }
    long offsets = waiting.values().stream().mapToLong(Long::longValue).sum();
    if (offsets > 0) {
      parts.add(
          "%s of %s"
              .formatted(Counted.of(offsets, "offset"), Counted.of(waiting.size(), "partition")));
    }
    return String.join(", then ", parts);
  }

  private String landed() {
    String topics =
        options.topics().stream()
            .map(topic -> "%s: %s".formatted(topic, positions.get(topic).shown()))
            .collect(Collectors.joining("; "));
    return "%s in landing/; %s".formatted(Counted.of(filesLanded, "file"), topics);
  }
}
