// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import io.sluice.change.LogState;
import io.sluice.change.TableSummary;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** The check that a run makes before it publishes anything: what could only fail later on. */
public final class RunFit {
  private RunFit() {}

  /**
   * Looks at the SQL of all stages. It costs little more than the classes that it loads, which the
   * run needs anyway.
   *
   * @return the columns that the transformed table has by it; empty where that takes a session
   * @throws Problem INVALID that lists every mistake in the pipeline's SQL, and where its table,
   *     key or event date differ from what is published
   */
  public static Optional<StructType> require(RunContext context) {
    PipelineDraft draft = PipelineDraft.of(context.storage(), context.pipeline());
    FitRelations relations = PipelineFit.check(draft, ReferenceColumns.published(context));
    // Whoever writes compares the columns: the table's may be those that are wrong.
    requirePublished(context, draft, /* whole */ false);
    return relations.columns(context.pipeline().table());
  }

  /**
   * Looks at what identifies published rows.
   *
   * @param whole whether all of them are to be replaced, regardless of their key and event date
   * @throws Problem INVALID where table, key or event date differ from what is published
   */
  public static void requireIdentity(RunContext context, boolean whole) {
    requirePublished(context, PipelineDraft.of(context.storage(), context.pipeline()), whole);
  }

  private static void requirePublished(RunContext context, PipelineDraft draft, boolean whole) {
    PublishedFit published = PublishedFit.of(context.storage(), context.data(), draft);
    published.checkName();
    int others = draft.findings().count();
    if (!whole) {
      published.checkIdentity();
    }
    boolean isReplaceable = draft.findings().count() > others;
    try {
      draft.findings().throwIfAny(draft.name(), draft.folder());
    } catch (Problem e) {
      throw isReplaceable ? new Problem(e.outcome(), e.getMessage(), published.replacement()) : e;
    }
  }

  /**
   * The columns that the transformed table has by today's SQL where no published row was made by
   * it, so that some may be new; no column elsewhere.
   */
  public static StructType columnsToCome(RunContext context, LogState state) {
    Pipeline pipeline = context.pipeline();
    boolean areMade =
        state.standing().map(TableSummary::datesBySql).orElse(Map.of()).keySet().stream()
            .map(state::built)
            .anyMatch(built -> built.sqlHash().equals(pipeline.built().sqlHash()));
    return areMade
        ? new StructType()
        : PipelineFit.check(
                PipelineDraft.of(context.storage(), pipeline), ReferenceColumns.published(context))
            .columns(pipeline.table())
            .orElseGet(StructType::new);
  }
}
