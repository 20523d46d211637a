// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Relations;
import io.sluice.pipeline.SqlFile;
import io.sluice.spark.Queries;
import io.sluice.spark.TemporaryViews;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Range$;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows that generate.sql makes, without files. */
final class GeneratedRows {
  /** Value of {@code :start} where nobody gives one. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  static final StructType IDS = new StructType().add("id", DataTypes.LongType);

  private GeneratedRows() {}

  /** The ids from one to just before another. */
  static Dataset<Row> ids(SparkSession spark, long first, long next) {
    // By SparkSession.range, Spark's reflection on Scala's types would have to start: 0.3 s.
    return Dataset.ofRows(spark, Range$.MODULE$.apply(first, next, 1, 1 /* partition */));
  }

  static Dataset<Row> rows(SqlFile sql, Dataset<Row> ids, Instant start) {
    try (TemporaryViews views = new TemporaryViews(ids.sparkSession())) {
      views.add(Relations.IDS, ids);
      return Queries.of(ids.sparkSession(), sql, Map.of("start", Timestamp.from(start)));
    }
  }
}
