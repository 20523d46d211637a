package io.sluice.tool;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.get_json_object;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Problem;
import io.sluice.refine.Refined;
import io.sluice.storage.Storage;
import io.sluice.table.Queries;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** One case at work: given relations are views of the session until it is closed. */
final class CaseRun implements AutoCloseable {
  /** What {@code :start} is in generate.sql. */
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final StructType IDS = new StructType().add("id", DataTypes.LongType);

  private final SparkSession spark;
  private final Storage storage;
  private final Pipeline pipeline;
  private final CaseRelations relations;
  private final String name;
  private final Map<String, Path> given;
  private final Set<String> views = new HashSet<>();

  CaseRun(
      SparkSession spark,
      Storage storage,
      Pipeline pipeline,
      CaseRelations relations,
      String name,
      Map<String, Path> given) {
    this.spark = spark;
    this.storage = storage;
    this.pipeline = pipeline;
    this.relations = relations;
    this.name = name;
    this.given = given;
  }

  /** The rows that come out for an expected relation, as text, with these columns alone. */
  List<List<String>> rows(String expected, List<String> columns) {
    Dataset<Row> rows = relation(expected);
    List<String> known = Arrays.asList(rows.columns());
    List<Column> texts = new ArrayList<>();
    for (String column : columns) {
      if (!known.contains(column)) {
        throw problem(
            "expected/%s.csv has a column %s, but what comes out has %s"
                .formatted(expected, column, String.join(", ", known)));
      }
      texts.add(col("`" + column + "`").cast("string"));
    }
    List<List<String>> found = new ArrayList<>();
    for (Row row : rows.select(texts.toArray(Column[]::new)).collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.isNullAt(i) || row.getString(i).isEmpty() ? null : row.getString(i));
      }
      found.add(values);
    }
    return found;
  }

  @Override
  public void close() {
    views.forEach(spark.catalog()::dropTempView);
  }

  private Dataset<Row> relation(String expected) {
    if (expected.equals(pipeline.table())) {
      return refined(expected).passed();
    } else if (expected.equals(CaseRelations.QUARANTINE)) {
      return quarantine(refined(expected));
    } else if (expected.equals(CaseRelations.GENERATE)) {
      return generated();
    }
    for (Aggregation aggregation : pipeline.aggregations()) {
      if (aggregation.relation().equals(expected)) {
        return query(expected, aggregation.sql(), aggregation.reads());
      }
    }
    for (QualityCheck check : pipeline.checks()) {
      if (check.name().equals(expected)) {
        return query(expected, check.sql(), check.reads());
      }
    }
    throw new IllegalStateException("nothing makes " + expected);
  }

  private Refined refined(String expected) {
    requireAnyGiven(expected, Set.of(CaseRelations.SOURCE));
    return new GivenSource(spark, storage, pipeline, relations.refiner())
        .refined(name, given.get(CaseRelations.SOURCE));
  }

  /** The input's columns as they were read, and the reasons' codes in their order. */
  private Dataset<Row> quarantine(Refined refined) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : pipeline.source().schema().fields()) {
      columns.add(
          get_json_object(col("record"), "$['%s']".formatted(field.name())).as(field.name()));
    }
    columns.add(concat_ws("|", col("reasons.code")).as("codes"));
    return refined.failed().select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> generated() {
    requireAnyGiven(CaseRelations.GENERATE, Set.of(CaseRelations.IDS));
    view(CaseRelations.IDS, IDS);
    return Queries.of(
        spark, pipeline.generate().orElseThrow(), Map.of("start", Timestamp.from(START)));
  }

  /** What a query reads and the case doesn't give is empty, but something has to be given. */
  private Dataset<Row> query(String expected, SqlFile sql, Set<String> reads) {
    requireAnyGiven(expected, reads);
    for (String relation : reads) {
      StructType schema = relations.schemas().get(relation);
      if (schema == null) {
        throw problem("%s reads %s, which a case can't give".formatted(sql.name(), relation));
      }
      view(relation, schema);
    }
    return Queries.of(spark, sql);
  }

  private void view(String relation, StructType schema) {
    Dataset<Row> rows =
        given.containsKey(relation)
            ? GivenRows.typed(
                spark, table(relation), CsvTable.parse(table(relation), text(relation)), schema)
            : spark.createDataFrame(List.of(), schema);
    rows.createOrReplaceTempView(relation);
    views.add(relation);
  }

  private String text(String relation) {
    return storage.read(given.get(relation));
  }

  private String table(String relation) {
    return "case %s: given/%s.csv".formatted(name, relation);
  }

  private void requireAnyGiven(String expected, Set<String> reads) {
    if (reads.stream().noneMatch(given::containsKey)) {
      throw problem(
          "expected/%s.csv comes of %s, and nothing of that is given"
              .formatted(expected, String.join(", ", reads.stream().sorted().toList())));
    }
  }

  private Problem problem(String why) {
    return Problem.invalid("Cannot run case %s: %s".formatted(name, why));
  }
}
