// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.aggregate.AggregateOutlook;
import io.sluice.aggregate.DroppedAggregation;
import io.sluice.aggregate.Obstacle;
import io.sluice.backfill.PlanFolder;
import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerProgress;
import io.sluice.change.DateRanges;
import io.sluice.change.LogState;
import io.sluice.change.StreamPosition;
import io.sluice.change.TableSummary;
import io.sluice.change.TransformedTable;
import io.sluice.change.Verdict;
import io.sluice.export.ExportOutlook;
import io.sluice.land.LandOutlook;
import io.sluice.land.LandPlan;
import io.sluice.land.LandPlans;
import io.sluice.land.TopicPosition;
import io.sluice.maintain.MaintainRun;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Freshness;
import io.sluice.pipeline.KafkaOptions;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Stage;
import io.sluice.problem.Problem;
import io.sluice.quality.QualityRun;
import io.sluice.reference.PinnedReferences;
import io.sluice.run.FormatVersion;
import io.sluice.run.RunContext;
import io.sluice.transform.TransformOutlook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Status of a pipeline. A part that could not be found out is empty.
 *
 * @param unsafe what disagrees, where something does
 * @param log where the log ends; empty where it can't be read
 * @param topics how far those have landed that the source names
 * @param outlook what waits for the transform; empty where the notes can't be read
 * @param aggregations what each covers
 * @param orphans aggregations that are published and have no file any more
 * @param exports how far each is
 * @param plans prepared backfills that can still be applied
 * @param writer the run that seems to be under way
 * @param reruns by job, what it would do now
 * @param lastRuns by job, the report of its last run
 * @param olderReferences what other contents of references have made than there are now
 */
record Status(
    Pipeline pipeline,
    Instant at,
    Optional<Problem> unsafe,
    Optional<Change> unapplied,
    Optional<ChangeLog.Position> log,
    SortedMap<String, TopicPosition> topics,
    Optional<TransformOutlook> outlook,
    List<Coverage> aggregations,
    List<String> orphans,
    List<ExportStanding> exports,
    List<String> plans,
    Optional<String> writer,
    Map<String, Rerun> reruns,
    Map<String, JsonNode> lastRuns,
    OlderReferences olderReferences) {

  /**
   * Coverage of the log by an aggregation.
   *
   * @param waiting what it waits for a full refresh for, in a few words, if it does
   * @param stream where it is, if it is a stream
   */
  record Coverage(
      String relation,
      long covers,
      boolean isBehind,
      Optional<String> waiting,
      Optional<StreamPosition> stream) {}

  /**
   * A job's verdict if it ran now.
   *
   * @param nextStep what to type before; empty where it can run
   */
  record Rerun(Verdict verdict, String nextStep) {}

  static Status of(RunContext context) {
    Pipeline pipeline = context.pipeline();
    ChangeLog changes = ChangeLog.of(context);
    Optional<Problem> unsafe = Optional.empty();
    Optional<Change> unapplied = Optional.empty();
    try {
      unapplied = changes.unapplied();
    } catch (Problem e) {
      unsafe = Optional.of(e);
    }
    Optional<ChangeLog.Position> log = known(changes::position);
    LogState state = log.map(ChangeLog.Position::state).orElse(LogState.EMPTY);
    Optional<Change> open = unapplied;
    Supplier<TransformOutlook> look = once(() -> TransformOutlook.of(context, open, state));
    PinnedReferences references = PinnedReferences.lookedAt(context);
    AggregateOutlook aggregate =
        known(() -> AggregateOutlook.of(context, open, state, references::versions))
            .orElseGet(() -> AggregateOutlook.of(context, open, state, any -> new TreeMap<>()));
    Map<String, Rerun> reruns = new LinkedHashMap<>();
    if (pipeline.source().options() instanceof KafkaOptions) {
      reruns.put("land", rerun(Optional.empty(), () -> landing(LandOutlook.of(context))));
    }
    reruns.put(
        "transform",
        rerun(unsafe, () -> look.get().verdict(context, pipeline.source().filesPerBatch())));
    reruns.put(
        "aggregate",
        rerun(
            unsafe,
            () -> AggregateOutlook.of(context, open, state, references::versions).verdict()));
    QualityRun quality = new QualityRun(context, Stage.AGGREGATE);
    reruns.put("quality", rerun(unsafe, () -> quality.verdict(open, log.orElseThrow())));
    if (!pipeline.exports().isEmpty()) {
      reruns.put(
          "export",
          rerun(
              unsafe,
              () ->
                  ExportOutlook.of(pipeline, changes, open, pipeline.exports(), false).verdict()));
    }
    MaintainRun maintain = new MaintainRun(context, MaintainRun.KEEP);
    reruns.put("maintain", rerun(unsafe, () -> maintain.verdict(open, state)));
    return new Status(
        pipeline,
        context.surroundings().clock().instant(),
        unsafe,
        unapplied,
        log,
        topics(context),
        log.isEmpty() ? Optional.empty() : known(look),
        coverage(pipeline, state, aggregate),
        DroppedAggregation.orphans(pipeline, state),
        ExportStanding.of(pipeline, changes, state),
        new PlanFolder(context).waiting(),
        context.writer(),
        reruns,
        RunReports.newest(context),
        OlderReferences.of(pipeline, state, references, aggregate));
  }

  private static Verdict landing(LandOutlook outlook) {
    return new Verdict(outlook.word(), outlook.detail());
  }

  private static SortedMap<String, TopicPosition> topics(RunContext context) {
    if (!(context.pipeline().source().options() instanceof KafkaOptions kafka)) {
      return new TreeMap<>();
    }
    SortedMap<String, TopicPosition> topics =
        new TreeMap<>(
            known(LandPlans.of(context)::last)
                .flatMap(last -> last.map(LandPlan::topics))
                .orElseGet(TreeMap::new));
    topics.keySet().retainAll(kafka.topics());
    return topics;
  }

  /** The dates that have rows made by other SQL than there is now. */
  Optional<DateRanges> datesWithOtherSql() {
    return log.map(ChangeLog.Position::state)
        .flatMap(
            state ->
                state
                    .standing()
                    .map(known -> OlderReferences.withOtherSql(pipeline, state, known)));
  }

  /** What the rows of the transformed table were made by. */
  Optional<TransformedTable> transformed() {
    return log.map(position -> position.state().transformed());
  }

  Optional<TableSummary> standing() {
    return log.flatMap(position -> position.state().standing());
  }

  /** The age of the newest consumed file. */
  Optional<Duration> age() {
    return standing()
        .flatMap(TableSummary::newestFileAt)
        .map(newest -> Duration.between(newest, at));
  }

  /**
   * {@code ok}, {@code warn} or {@code error}; empty where the pipeline doesn't say or nothing is
   * known.
   */
  Optional<String> freshness() {
    return standing()
        .flatMap(known -> pipeline.freshness())
        .map(allowed -> age().map(age -> judged(age, allowed)).orElse("error"));
  }

  private static String judged(Duration age, Freshness allowed) {
    boolean isLate = age.compareTo(allowed.errorAfter()) > 0;
    return isLate ? "error" : age.compareTo(allowed.warnAfter()) > 0 ? "warn" : "ok";
  }

  private static Rerun rerun(Optional<Problem> unsafe, Supplier<Verdict> verdict) {
    try {
      if (unsafe.isPresent()) {
        throw unsafe.get();
      }
      return new Rerun(verdict.get(), "");
    } catch (Problem e) {
      String word = e.outcome().name().replace('_', ' ');
      return new Rerun(new Verdict(word, e.getMessage()), e.nextStep());
    }
  }

  /** Looks again only where that has failed: there may be very many files to look at. */
  private static <T> Supplier<T> once(Supplier<T> looking) {
    AtomicReference<T> seen = new AtomicReference<>();
    return () -> seen.updateAndGet(known -> known == null ? looking.get() : known);
  }

  private static <T> Optional<T> known(Supplier<T> looking) {
    try {
      return Optional.of(looking.get());
    } catch (Problem e) {
      if (e.getCause() instanceof FormatVersion.Newer) {
        throw e; // nothing else that is shown could be trusted
      }
      return Optional.empty(); // the job that needs it says why
    }
  }

  private static List<Coverage> coverage(
      Pipeline pipeline, LogState state, AggregateOutlook aggregate) {
    Map<Aggregation, Obstacle> waiting = aggregate.waiting();
    List<Coverage> coverage = new ArrayList<>();
    for (Aggregation each : pipeline.aggregations()) {
      String relation = each.relation();
      long covers = state.coveredBy(relation);
      boolean isBehind = covers < state.lastData();
      coverage.add(
          new Coverage(
              relation,
              covers,
              isBehind,
              Optional.ofNullable(waiting.get(each)).map(Obstacle::brief),
              state.aggregated(relation).flatMap(ConsumerProgress::stream)));
    }
    return coverage;
  }
}
