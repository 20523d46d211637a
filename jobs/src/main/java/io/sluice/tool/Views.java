package io.sluice.tool;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Relations that queries of a session can read until this is closed. */
final class Views implements AutoCloseable {
  private final SparkSession spark;
  private final Set<String> names = new HashSet<>();

  Views(SparkSession spark) {
    this.spark = spark;
  }

  void add(String name, Dataset<Row> rows) {
    rows.createOrReplaceTempView(name);
    names.add(name);
  }

  /** A relation without rows. */
  void add(String name, StructType schema) {
    add(name, spark.createDataFrame(List.of(), schema));
  }

  @Override
  public void close() {
    names.forEach(spark.catalog()::dropTempView);
  }
}
