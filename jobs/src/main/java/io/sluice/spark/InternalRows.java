// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Calls plain Java on whole rows as Spark has them, without the conversions of an encoder. */
public final class InternalRows {
  private InternalRows() {}

  /** Rows that something else than a plan gives. */
  public static Dataset<Row> of(SparkSession spark, StructType schema, JavaRDD<InternalRow> rows) {
    return spark.internalCreateDataFrame(rows.rdd(), schema, false /* no stream */);
  }

  /**
   * The rows that a function makes of a partition's rows. What it is given it may be given again
   * with other content, and what it gives it may give again.
   *
   * @param schema of what it gives
   */
  public static Dataset<Row> mapped(
      Dataset<Row> rows,
      StructType schema,
      FlatMapFunction<Iterator<InternalRow>, InternalRow> function) {
    JavaRDD<InternalRow> mapped =
        rows.queryExecution().toRdd().toJavaRDD().mapPartitions(function, true);
    return rows.sparkSession().internalCreateDataFrame(mapped.rdd(), schema, false /* no stream */);
  }
}
