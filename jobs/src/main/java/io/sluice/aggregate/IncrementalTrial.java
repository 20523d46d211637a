// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Materialization;
import io.sluice.pipeline.Pipeline;
import io.sluice.spark.CachedRows;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An aggregation tried on rows of which some came late.
 *
 * @param relations those that the aggregation reads, whole, with the late rows
 * @param references those that it reads besides
 * @param late the late rows of the transformed table
 * @param lateRows how many they are
 * @param touched their dates
 * @param before the published rows without them, as {@link #published} gives them
 * @param cached rows that the trial reads several times
 */
public record IncrementalTrial(
    SparkSession spark,
    Pipeline pipeline,
    Aggregation aggregation,
    Map<String, Dataset<Row>> relations,
    Map<String, Dataset<Row>> references,
    Dataset<Row> late,
    long lateRows,
    SortedSet<LocalDate> touched,
    Dataset<Row> before,
    CachedRows cached) {

  /** The aggregation's rows, computed from those before and from the late ones. */
  public Dataset<Row> computed() {
    return computed(Materializers.EXACT);
  }

  Dataset<Row> computed(Map<Materialization, ExactMaterializer> materializers) {
    return materializers.get(aggregation.materialized()).afterLateRows(this);
  }

  /** The rows to be published of those that an aggregation's query gives over everything. */
  public static Dataset<Row> published(Aggregation aggregation, Dataset<Row> result) {
    return Materializers.EXACT.get(aggregation.materialized()).published(result);
  }
}
