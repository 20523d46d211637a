// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SqlFile;
import io.sluice.spark.Queries;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Makes the files of a plan, each in a Spark task of its own. */
record LandingFiles(SparkSession spark, Configuration hadoop, Pipeline pipeline, Path landing) {
  /**
   * @param missing the files to make; the plan's others are left alone
   */
  void write(GeneratePlan plan, Set<String> missing) {
    ArrayList<GeneratePlan.Part> parts = new ArrayList<>(plan.parts());
    // Spark splits a range just as the plan does, so that each partition is a file.
    spark.range(plan.first(), plan.next(), 1, parts.size()).createOrReplaceTempView("ids");
    SqlFile sql = pipeline.generate().orElseThrow();
    Map<String, Object> start = Map.of("start", Timestamp.from(plan.start()));
    Dataset<Row> rows = GeneratedText.of(Queries.of(spark, sql, start), pipeline.source());
    if (rows.rdd().getNumPartitions() != parts.size()) {
      throw sql.refused("it sorts, joins or groups; each id has to give its row by itself");
    }
    List<String> columns = List.of(rows.columns());
    LandingFileWriter writer =
        new LandingFileWriter(
            landing.toString(),
            SourceFormats.of(pipeline.source()).writer(columns),
            new Spoiler(pipeline.source(), columns, plan.badRatio()));
    SerializableConfiguration conf = new SerializableConfiguration(hadoop);
    String pipelineName = pipeline.name();
    String ending = pipeline.source().format().label();
    HashSet<String> wanted = new HashSet<>(missing);
    ForeachPartitionFunction<Row> task =
        group -> {
          GeneratePlan.Part part = parts.get(TaskContext.getPartitionId());
          String name = part.fileName(pipelineName, ending);
          if (wanted.contains(name)) {
            writer.write(name, part.first(), group, conf.value());
          }
        };
    Queries.evaluated(
        spark,
        sql,
        start,
        "generate rows by",
        pipeline.source().personal(),
        () -> {
          rows.foreachPartition(task);
          return rows;
        });
  }
}
