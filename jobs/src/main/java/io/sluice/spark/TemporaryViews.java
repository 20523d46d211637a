// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Relations that queries of a session can read until this is closed. */
public final class TemporaryViews implements AutoCloseable {
  private final SparkSession spark;
  private final Set<String> names = new HashSet<>();

  public TemporaryViews(SparkSession spark) {
    this.spark = spark;
  }

  public void add(String name, Dataset<Row> rows) {
    rows.createOrReplaceTempView(name);
    names.add(name);
  }

  /** A relation without rows. */
  public void add(String name, StructType schema) {
    add(name, spark.createDataFrame(List.of(), schema));
  }

  @Override
  public void close() {
    names.forEach(spark.catalog()::dropTempView);
  }
}
