// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.kafka.KafkaProblems;
import io.sluice.kafka.KafkaSettings;
import io.sluice.pipeline.KafkaOptions;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One run of {@code land}: the messages that topics have now, into files. The stream says when,
 * plans say what; so a message lands once, even after kills and without the checkpoint. The caller
 * holds the lease {@code land}.
 */
public final class LandRun {
  private static final Logger log = LogManager.getLogger(LandRun.class);

  private final RunContext context;
  private final KafkaOptions options;
  private final KafkaSettings settings;
  private final Broker broker;
  private final LandPlans plans;
  private final LandedFiles files;
  private final Optional<String> skipReason;

  /**
   * @param environment which settings may come from
   * @param skipReason why lost offsets are passed over; empty where they end the run
   * @throws Problem INVALID where the pipeline's source isn't Kafka, or its settings are wrong
   */
  public LandRun(RunContext context, Map<String, String> environment, Optional<String> skipReason) {
    String pipeline = context.pipeline().name();
    if (!(context.pipeline().source().options() instanceof KafkaOptions kafka)) {
      throw Problem.invalid(
          "Cannot land messages for %s: the format of its source is %s; set it to kafka, or put files into landing/"
              .formatted(pipeline, context.pipeline().source().format()));
    }
    String task = "land messages for " + pipeline;
    KafkaProblems.requireConnector(task);
    this.context = context;
    this.options = kafka;
    this.settings =
        KafkaSettings.of(
            task, kafka.servers(), kafka.settings(), "under source in pipeline.yaml", environment);
    this.broker = new Broker(task, settings);
    this.plans = LandPlans.of(context);
    this.files = new LandedFiles(context);
    this.skipReason = skipReason;
  }

  public Outcome run() {
    Standing standing = look();
    List<LostOffsets> lost = standing.lost();
    requireNothing(lost);
    List<OffsetRange> unfinished = standing.finishable(lost);
    SortedMap<String, Long> waiting = standing.waiting(standing.positions(lost));
    long lastPlan = plans.lastNumber() > 0 ? plans.lastNumber() : files.lastPlan();
    LandProgress progress = new LandProgress(plans, context.runId(), options.topics(), lastPlan);
    if (waiting.isEmpty() && unfinished.isEmpty() && lost.isEmpty()) {
      context.verdict("NO-OP", "nothing new in " + String.join(", ", options.topics()));
      progress.begin(standing, lost, skipReason);
      return Outcome.NOTHING_TO_DO;
    }
    context.verdict(
        unfinished.isEmpty() ? "RUN" : "RESUME", verdict(lastPlan, unfinished, lost, waiting));
    progress.expect(
        waiting.values().stream().mapToLong(Long::longValue).sum()
            + unfinished.stream().mapToLong(range -> range.until() - range.from()).sum());
    context.storage().makeFolder(context.data().landing());
    if (unfinished.isEmpty() && waiting.isEmpty()) {
      progress.begin(standing, lost, skipReason);
    } else {
      try {
        context.doing("started Spark");
        KafkaMessages messages =
            new KafkaMessages(context, Sessions.open(context), options, settings, progress);
        context.doing("finished plan %d of what was to land", lastPlan);
        messages.finish(unfinished);
        progress.begin(standing, lost, skipReason);
        if (!waiting.isEmpty()) {
          context.doing("read from Kafka at %s", settings.servers());
          messages.drain(() -> requireNothing(look().lost()));
        }
      } catch (Problem e) {
        throw e;
      } catch (RuntimeException e) {
        // What was lost meanwhile, or a broker that is down, explains it better.
        requireNothing(look().lost());
        throw e;
      }
    }
    context.report().rowsOut(progress.messages());
    context.report().message(progress.shown());
    return Outcome.SUCCEEDED;
  }

  /** What has landed so far, by the last plan or else by the names of files. */
  private Standing look() {
    Optional<LandPlan> last = plans.last();
    List<OffsetRange> unfinished =
        last.map(plan -> files.missing(plan.files())).orElseGet(List::of);
    SortedMap<String, TopicPosition> landed =
        last.map(LandPlan::topics).orElseGet(files::positions);
    if (last.isEmpty() && !landed.isEmpty()) {
      log.warn("there are no plans; the names of files say how far topics have landed");
    }
    TreeSet<String> topics = new TreeSet<>(options.topics());
    unfinished.forEach(range -> topics.add(range.topic()));
    return new Standing(broker.look(topics), landed, unfinished, options.start());
  }

  private void requireNothing(Collection<LostOffsets> lost) {
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

  private static String verdict(
      long lastPlan,
      List<OffsetRange> unfinished,
      Collection<LostOffsets> lost,
      SortedMap<String, Long> waiting) {
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
}
