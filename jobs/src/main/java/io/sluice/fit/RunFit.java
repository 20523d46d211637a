// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import io.sluice.pipeline.PipelineDraft;
import io.sluice.run.RunContext;

/** The check that a run makes before it publishes anything: what could only fail later on. */
public final class RunFit {
  private RunFit() {}

  /**
   * Looks at the SQL of all stages. It costs little more than the classes that it loads, which the
   * run needs anyway.
   *
   * @throws io.sluice.problem.Problem INVALID that lists every mistake in the pipeline's SQL, and
   *     where its table, key or event date differ from what is published
   */
  public static void require(RunContext context) {
    PipelineDraft draft = PipelineDraft.of(context.storage(), context.pipeline());
    PipelineFit.check(draft, ReferenceColumns.published(context));
    // Whoever writes compares the columns: the table's may be those that are wrong.
    PublishedFit.of(context.storage(), context.data(), draft).checkIdentity();
    draft.findings().throwIfAny(draft.name(), draft.folder());
  }
}
