// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerKey;
import io.sluice.change.LogState;
import io.sluice.change.Verdict;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.PublishReport;
import io.sluice.publish.Publisher;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.table.Tables;
import java.util.List;
import java.util.Optional;

/**
 * Drops an aggregation that no file of the pipeline makes any more: its rows are taken away by a
 * change of its own, and it is no longer waited for. The caller holds the pipeline's lease.
 */
public record DroppedAggregation(RunContext context, String relation) {
  /** Aggregations that were published once, and have no file now. */
  public static List<String> orphans(Pipeline pipeline, LogState state) {
    List<String> known = pipeline.aggregations().stream().map(Aggregation::relation).toList();
    return state.progress().keySet().stream()
        .filter(consumer -> consumer.kind().equals(ConsumerKey.AGGREGATION))
        .map(ConsumerKey::name)
        .filter(name -> !known.contains(name))
        .toList();
  }

  /**
   * @throws Problem INVALID where a file makes it, or nothing is known of it
   */
  public Outcome drop() {
    Pipeline pipeline = context.pipeline();
    ChangeLog changes = ChangeLog.of(context);
    Optional<Change> unapplied = changes.unapplied();
    LogState state = changes.position().state();
    requireWithoutFile(pipeline);
    List<String> orphans = orphans(pipeline, state);
    if (!orphans.contains(relation)) {
      if (relation.equals(pipeline.table()) || state.version(relation).isEmpty()) {
        throw Problem.invalid(
            "Cannot drop %s: %s has no such aggregation without a file; it has %s"
                .formatted(
                    relation,
                    pipeline.name(),
                    orphans.isEmpty() ? "none" : String.join(", ", orphans)));
      }
      Verdict nothing = Verdict.nothing(unapplied, relation + " was dropped before");
      nothing.tell(context);
      if (unapplied.isPresent()) {
        changes.rollForward(Tables.of(Sessions.open(context), context));
      }
      return nothing.outcome();
    }
    context.verdict("RUN", "drop " + relation);
    Tables tables = Tables.of(Sessions.open(context), context);
    changes.rollForward(tables);
    new Publisher(changes, tables, context.runId(), new PublishReport(context))
        .publish(
            end ->
                ChangeDraft.of(
                        new ChangeBody.Aggregation(end.lastData(), "" /* no SQL */),
                        List.of(tables.table(relation).stageRemoval()))
                    .leaving(before -> before.withoutProgress(ConsumerKey.aggregation(relation))));
    context
        .report()
        .message(relation + " has no rows any more; maintain removes its files once they are old");
    return Outcome.SUCCEEDED;
  }

  private void requireWithoutFile(Pipeline pipeline) {
    for (Aggregation each : pipeline.aggregations()) {
      if (each.relation().equals(relation)) {
        throw Problem.invalid(
            "Cannot drop %s: %s makes it; delete that file first"
                .formatted(relation, each.sql().name()));
      }
    }
  }
}
