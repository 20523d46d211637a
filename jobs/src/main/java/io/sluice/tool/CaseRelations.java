package io.sluice.tool;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.problem.Problem;
import io.sluice.refine.Refiner;
import io.sluice.storage.Storage;
import io.sluice.table.Queries;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a pipeline's cases can give and expect, worked out once for all of them. */
final class CaseRelations {
  static final String SOURCE = "source";
  static final String IDS = "ids";
  static final String QUARANTINE = "quarantine";
  static final String GENERATE = "generate";

  private final SparkSession spark;
  private final Storage storage;
  private final Pipeline pipeline;
  private final Refiner refiner;
  private final Map<String, StructType> schemas = new LinkedHashMap<>();

  CaseRelations(SparkSession spark, Storage storage, Pipeline pipeline) {
    this.spark = spark;
    this.storage = storage;
    this.pipeline = pipeline;
    this.refiner = new Refiner(spark, pipeline);
    schemas.put(pipeline.table(), nullable(refiner.schema()));
    analyzeAggregations();
  }

  /** Starts a case; closing it takes away what it has left in the session. */
  CaseRun run(String name, CaseFiles files) {
    for (String relation : files.given().keySet()) {
      require(name, "given", relation, givable());
    }
    for (String relation : files.expected().keySet()) {
      require(name, "expected", relation, expectable());
    }
    return new CaseRun(spark, storage, pipeline, this, name, files.given());
  }

  Refiner refiner() {
    return refiner;
  }

  /** The transformed table and the aggregations, with their columns. */
  Map<String, StructType> schemas() {
    return schemas;
  }

  /** An aggregation's columns are those that its query has over empty tables. */
  private void analyzeAggregations() {
    Set<String> views = new HashSet<>();
    try {
      for (Aggregation aggregation : pipeline.aggregations()) {
        for (String relation : aggregation.reads()) {
          views.add(relation);
          empty(relation).createOrReplaceTempView(relation);
        }
        StructType schema = Queries.of(spark, aggregation.sql()).schema();
        schemas.put(aggregation.relation(), nullable(schema));
      }
    } finally {
      views.forEach(spark.catalog()::dropTempView);
    }
  }

  private Dataset<Row> empty(String relation) {
    return spark.createDataFrame(List.of(), schemas.get(relation));
  }

  private Set<String> givable() {
    Set<String> names = new TreeSet<>(schemas.keySet());
    names.add(SOURCE);
    pipeline.generate().ifPresent(file -> names.add(IDS));
    return names;
  }

  private Set<String> expectable() {
    Set<String> names = new TreeSet<>(schemas.keySet());
    names.add(QUARANTINE);
    pipeline.generate().ifPresent(file -> names.add(GENERATE));
    pipeline.checks().stream().map(QualityCheck::name).forEach(names::add);
    return names;
  }

  private static void require(String name, String folder, String relation, Set<String> allowed) {
    if (!allowed.contains(relation)) {
      throw Problem.invalid(
          "Cannot run case %s: %s/%s.csv names nothing that the pipeline has; it can be one of %s"
              .formatted(name, folder, relation, String.join(", ", new ArrayList<>(allowed))));
    }
  }

  private static StructType nullable(StructType schema) {
    StructType nullable = new StructType();
    for (StructField field : schema.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true /* nullable */);
    }
    return nullable;
  }
}
