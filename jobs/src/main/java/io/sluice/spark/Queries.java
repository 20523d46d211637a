// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Problem;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A pipeline's SQL files as queries over the views that a session has. */
public final class Queries {
  private Queries() {}

  /**
   * @throws Problem INVALID, naming the file, where the query does not fit what it reads
   */
  public static Dataset<Row> of(SparkSession spark, SqlFile file) {
    return of(spark, file, Map.of());
  }

  /**
   * @param parameters values of the query's named parameters
   */
  public static Dataset<Row> of(SparkSession spark, SqlFile file, Map<String, Object> parameters) {
    try {
      return spark.sql(file.text(), parameters);
    } catch (Exception e) { // Spark throws AnalysisException without declaring it to Java
      if (e instanceof AnalysisException wrong) {
        // The whole message would end with the plan.
        throw file.refused(wrong.getSimpleMessage()).causedBy(e);
      }
      throw e;
    }
  }
}
