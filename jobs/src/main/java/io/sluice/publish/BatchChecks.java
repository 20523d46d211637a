// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Reference;
import io.sluice.pipeline.Stage;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.quality.SqlCheck;
import io.sluice.run.CheckResult;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The quality checks at {@code -- stage: batch}: they see the table's name as the batch that is
 * about to be published, and can keep it back.
 */
public final class BatchChecks {
  private static final Logger log = LogManager.getLogger(BatchChecks.class);

  private BatchChecks() {}

  /**
   * Audits by all of them.
   *
   * @param rows what is about to be published
   * @param references the rows of references, for the checks that join them
   * @param what how messages call it, such as {@code batch 7}
   * @param waysOn what to do, by the check's file
   * @return refuses with GATE_FAILED where a check of severity fail finds violations
   */
  public static Audit audit(
      Pipeline pipeline,
      Dataset<Row> rows,
      Function<Reference, Dataset<Row>> references,
      String what,
      UnaryOperator<String> waysOn) {
    return () -> {
      List<QualityCheck> checks =
          pipeline.checks().stream().filter(check -> check.stage() == Stage.BATCH).toList();
      if (checks.isEmpty()) {
        return;
      }
      rows.createOrReplaceTempView(pipeline.table());
      for (QualityCheck check : checks) {
        pipeline
            .referencesAmong(check.reads())
            .forEach(each -> references.apply(each).createOrReplaceTempView(each.name()));
        CheckResult result = new SqlCheck(pipeline, check).run(rows.sparkSession());
        if (result.failed()) {
          throw new Problem(
              Outcome.GATE_FAILED,
              "Cannot publish %s: check %s finds %s, such as %s; nothing of it was published"
                  .formatted(what, check.name(), result.found(), result.sample().get(0)),
              waysOn.apply(check.sql().name()));
        } else if (!result.passed()) {
          log.warn("check {} finds {}", check.name(), result.found());
        }
      }
    };
  }
}
