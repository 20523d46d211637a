// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.run.CheckResult;
import io.sluice.spark.Queries;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** A check that is a query: its rows are the violations. */
public record SqlCheck(Pipeline pipeline, QualityCheck check) {
  /** Runs the query over the views that the session has. */
  public CheckResult run(SparkSession spark) {
    Set<String> personal = pipeline.personal();
    return Queries.evaluated(
        spark,
        check.sql(),
        "check by",
        personal,
        () ->
            Violations.of(
                check.name(), check.severity(), Queries.of(spark, check.sql()), personal));
  }
}
