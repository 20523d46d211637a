// SPDX-License-Identifier: Apache-2.0
package io.sluice.reference;

import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What one reference holds during a run. */
interface ReferenceContent {
  Reference reference();

  /**
   * Its content or version, as records of changes name it; found out once.
   *
   * @throws Problem where there is nothing to be read
   */
  String version();

  /**
   * Its rows, each key once.
   *
   * @throws Problem INVALID where they are not as they have to be
   */
  Dataset<Row> rows(SparkSession spark);
}
