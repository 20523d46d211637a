// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.change.TableSummary;
import io.sluice.change.Verdict;
import io.sluice.fit.RunFit;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Freshness;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.Sha256;
import io.sluice.pipeline.Stage;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.reference.PinnedReferences;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.RestatementsTable;
import io.sluice.run.CheckResult;
import io.sluice.run.RunContext;
import io.sluice.spark.NullColumns;
import io.sluice.spark.Sessions;
import io.sluice.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One run of the quality checks, over the versions that the change log names: the transformed table
 * as the aggregations have read it. It changes nothing.
 */
public final class QualityRun {
  private static final Logger log = LogManager.getLogger(QualityRun.class);
  private static final List<String> INTAKE = List.of("files", "quarantine");

  private final RunContext context;
  private final Pipeline pipeline;
  private final Stage stage;
  private final ChangeLog changes;
  private final PinnedReferences references;

  /**
   * @param stage TRANSFORM for what was published alone, AGGREGATE for the aggregations as well
   */
  public QualityRun(RunContext context, Stage stage) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.stage = stage;
    this.changes = ChangeLog.of(context);
    this.references = PinnedReferences.lookedAt(context);
  }

  /**
   * Verdict of {@link #run} if it ran now.
   *
   * @param unapplied a change that is recorded and not fully applied
   * @param position where the log ends
   * @throws Problem where it can't check: something has to run before
   */
  public Verdict verdict(Optional<Change> unapplied, ChangeLog.Position position) {
    LogState state = position.state();
    if (unapplied.isPresent()) {
      throw behind(
          "change %d is recorded but not fully applied".formatted(unapplied.get().number()),
          "transform");
    }
    if (state.lastData() == 0) {
      return new Verdict("NO-OP", "nothing is published yet");
    }
    if (stage == Stage.AGGREGATE) {
      requireAggregated(state);
    }
    long change = changes.lastOfTables();
    Optional<LastPass> last = LastPass.of(context, change, stage, hash());
    if (last.isPresent() && checks().stream().allMatch(QualityCheck::isRepeatable)) {
      if (pipeline.freshness().isEmpty() || isFresh(pipeline.freshness().get(), state)) {
        return new Verdict(
            "NO-OP", "run %s has checked change %d".formatted(last.get().runId(), change));
      }
    }
    return new Verdict(
        "RUN",
        "%d checks of %s at change %d"
            .formatted(
                checks().size() + BuiltInChecks.number(pipeline),
                pipeline.name(),
                state.lastData()));
  }

  public Outcome run() {
    Optional<Change> unapplied = changes.unapplied();
    ChangeLog.Position position = changes.position();
    LogState state = position.state();
    Verdict verdict = verdict(unapplied, position);
    verdict.tell(context);
    if (state.lastData() > 0) {
      context.report().checked(changes.lastOfTables(), stage.label(), hash());
    }
    if (verdict.isNothing()) {
      return Outcome.NOTHING_TO_DO;
    }

    context.doing("started Spark");
    SparkSession spark = Sessions.open(context);
    context.doing("ran the checks that every pipeline has");
    Tables tables = Tables.of(spark, context);
    List<String> relations = new ArrayList<>(INTAKE);
    relations.add(pipeline.table());
    if (stage == Stage.AGGREGATE) {
      pipeline.aggregations().stream().map(Aggregation::relation).forEach(relations::add);
    }
    relations.forEach(name -> rows(name, state, tables).createOrReplaceTempView(name));
    DecisionsTable.read(tables, state).createOrReplaceTempView(Relations.DECISIONS);
    RestatementsTable.read(tables, state).createOrReplaceTempView(Relations.RESTATEMENTS);
    List<CheckResult> results =
        new ArrayList<>(
            new BuiltInChecks(
                    pipeline,
                    spark.table("files"),
                    spark.table("quarantine"),
                    spark.table(Relations.DECISIONS),
                    spark.table(pipeline.table()).count(),
                    Landing.of(context).scan(List.of()).ignored())
                .run(context.surroundings().clock().instant()));
    context.steps(checks().size(), "check");
    for (QualityCheck check : checks()) {
      context.stop().check();
      context.doing("ran the check %s", check.name());
      pipeline
          .referencesAmong(check.reads())
          .forEach(each -> references.rows(spark, each).createOrReplaceTempView(each.name()));
      results.add(new SqlCheck(pipeline, check).run(spark));
      context.stepDone();
    }
    results.forEach(this::report);
    requirePassed(results);
    return Outcome.SUCCEEDED;
  }

  /** Checks may read a column that no batch has brought yet. */
  private Dataset<Row> rows(String relation, LogState state, Tables tables) {
    Dataset<Row> rows = state.rows(tables, relation);
    return relation.equals(pipeline.table())
        ? NullColumns.added(rows, RunFit.columnsToCome(context, state))
        : rows;
  }

  /** Hash of all that decides what is checked. */
  private String hash() {
    List<String> texts = new ArrayList<>(List.of(pipeline.sqlHash()));
    checks()
        .forEach(
            check -> {
              texts.addAll(List.of(check.name(), check.severity().name(), check.sql().meaning()));
              texts.addAll(references.versions(check.reads()).values());
            });
    return Sha256.shortOf(texts);
  }

  /** Age is the one thing that changes while nothing is published. */
  private boolean isFresh(Freshness allowed, LogState state) {
    Instant now = context.surroundings().clock().instant();
    return state
        .standing()
        .flatMap(TableSummary::newestFileAt)
        .filter(newest -> Duration.between(newest, now).compareTo(allowed.warnAfter()) <= 0)
        .isPresent();
  }

  private List<QualityCheck> checks() {
    return pipeline.checks().stream()
        .filter(check -> check.stage() == Stage.TRANSFORM || check.stage() == stage)
        .toList();
  }

  private void report(CheckResult result) {
    context.report().check(result.name(), result.severity(), result.violations(), result.sample());
    log.log(
        result.passed() ? Level.INFO : Level.WARN,
        "check {} ({}): {}",
        result.name(),
        result.severity(),
        result.passed() ? "holds" : result.found() + ", such as " + result.sample().get(0));
  }

  private void requirePassed(List<CheckResult> results) {
    String failed =
        results.stream()
            .filter(CheckResult::failed)
            .map(result -> "%s (%s)".formatted(result.name(), result.found()))
            .collect(Collectors.joining(", "));
    if (!failed.isEmpty()) {
      throw new Problem(
          Outcome.GATE_FAILED,
          "Cannot call %s good: %s; it is published, but nothing downstream should use it"
              .formatted(pipeline.name(), failed),
          "./sluice status --pipeline %s --run %s shows the violations; mend what causes them, then rerun ./sluice quality --pipeline %s"
              .formatted(pipeline.name(), context.runId(), pipeline.name()));
    }
  }

  private void requireAggregated(LogState state) {
    for (Aggregation aggregation : pipeline.aggregations()) {
      long covered = state.coveredBy(aggregation.relation());
      if (covered < state.lastData()) {
        throw behind(
            "%s covers change %d, the last is %d"
                .formatted(aggregation.relation(), covered, state.lastData()),
            "aggregate");
      }
    }
  }

  private Problem behind(String why, String job) {
    return new Problem(
        Outcome.FAILED,
        "Cannot check %s: %s; run %s first".formatted(pipeline.name(), why, job),
        "./sluice %s --pipeline %s".formatted(job, pipeline.name()));
  }
}
