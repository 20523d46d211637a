package io.sluice.tool;

import io.sluice.pipeline.Pipeline;
import io.sluice.storage.Storage;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The cases of a pipeline's folder: one folder each, under {@code tests/}. */
public final class SqlCases {
  private final SparkSession spark;
  private final Storage storage;
  private final Pipeline pipeline;

  public SqlCases(SparkSession spark, Storage storage, Pipeline pipeline) {
    this.spark = spark;
    this.storage = storage;
    this.pipeline = pipeline;
  }

  /** By name; none where the pipeline has no {@code tests/}. */
  public List<SqlCase> all() {
    CaseRelations relations = new CaseRelations(spark, storage, pipeline);
    return storage.list(new Path(pipeline.folder(), "tests")).stream()
        .filter(FileStatus::isDirectory)
        .map(FileStatus::getPath)
        .map(folder -> new SqlCase(folder, CaseFiles.in(storage, folder), relations))
        .toList();
  }
}
