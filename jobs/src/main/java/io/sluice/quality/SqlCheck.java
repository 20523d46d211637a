package io.sluice.quality;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.problem.Problem;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A check that is a query: its rows are the violations. */
public final class SqlCheck {
  private final Pipeline pipeline;
  private final QualityCheck check;

  public SqlCheck(Pipeline pipeline, QualityCheck check) {
    this.pipeline = pipeline;
    this.check = check;
  }

  /** Runs the query over the views that the session has. */
  public CheckResult run(SparkSession spark) {
    return Violations.of(analyzed(spark), pipeline.source().personal())
        .result(check.name(), check.severity());
  }

  private Dataset<Row> analyzed(SparkSession spark) {
    try {
      return spark.sql(check.sql().text());
    } catch (Exception e) { // Spark throws AnalysisException without declaring it to Java
      if (e instanceof AnalysisException) {
        throw Problem.invalid("Cannot use %s: %s".formatted(check.sql().name(), e.getMessage()))
            .causedBy(e);
      }
      throw e;
    }
  }
}
