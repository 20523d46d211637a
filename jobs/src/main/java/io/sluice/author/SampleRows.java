// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import io.sluice.generate.GeneratedText;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.Source;
import io.sluice.pipeline.SqlFile;
import io.sluice.refine.DeduplicatedRecords;
import io.sluice.spark.DriverRows;
import io.sluice.spark.Queries;
import io.sluice.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of the transformed table to try queries on: what the refiner makes of generated records, or
 * of those that the test cases give.
 */
record SampleRows(GivenSource source) {
  private static final int ROWS = 600;

  private static final int DAYS = 6;

  /** Around touched dates, and as many again that are outside of every overlap. */
  private static final int MORE_DAYS_BY_DAY_OF_OVERLAP = 8;

  private static final int MOST_DAYS = 60;

  /** Rows made of all records; empty where there are no records to be had. */
  Optional<DeduplicatedRecords> made() {
    return source
        .pipeline()
        .generate()
        .map(this::generated)
        .or(this::given)
        .map(raw -> source.refiner().compare(source.refined(raw), Optional.empty()));
  }

  /** Origin of the records, for messages. */
  String origin() {
    Optional<SqlFile> generate = source.pipeline().generate();
    return generate.map(SqlFile::name).orElse("the source rows of the test cases");
  }

  /**
   * Text such as "600 of them are quarantined (amount_type, …)"; for when nothing else came of
   * them.
   */
  static String reasons(DeduplicatedRecords made) {
    return made
        .quarantined()
        .select(explode(col("reasons.code")).as("code"))
        .groupBy("code")
        .count()
        .orderBy(col("count").desc(), col("code"))
        .collectAsList()
        .stream()
        .map(row -> "%s: %d".formatted(row.getString(0), row.getLong(1)))
        .collect(Collectors.joining(", "));
  }

  /** Each id once, an equal number of them under each day's {@code :start}. */
  private Dataset<Row> generated(SqlFile sql) {
    int days = days();
    List<Dataset<Row>> rows = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      long first = (long) day * (ROWS / days);
      Dataset<Row> ids = GeneratedRows.ids(source.spark(), first, first + ROWS / days);
      rows.add(GeneratedRows.rows(sql, ids, GeneratedRows.START.plus(Duration.ofDays(day))));
    }
    Dataset<Row> all = rows.stream().reduce(Dataset::union).orElseThrow();
    Source landed = source.pipeline().source();
    DriverRows texts =
        Queries.evaluated(
            source.spark(),
            sql,
            "use",
            landed.personal(),
            () -> GeneratedText.of(DriverRows.of(all), landed));
    return source.raw(asSource(texts).relation(source.spark()), sql.name());
  }

  private int days() {
    long overlap =
        source.pipeline().aggregations().stream()
            .flatMap(each -> each.overlap().stream())
            .mapToLong(duration -> duration.plusDays(1).minusNanos(1).toDays())
            .max()
            .orElse(0);
    return (int) Math.min(MOST_DAYS, DAYS + MORE_DAYS_BY_DAY_OF_OVERLAP * overlap);
  }

  /** The schema's columns, also those that optional ones don't name. */
  private DriverRows asSource(DriverRows texts) {
    List<String> made = List.of(texts.schema().fieldNames());
    List<String> names = List.of(source.pipeline().source().schema().fieldNames());
    Column nothing = lit(null).cast("string");
    return texts.select(
        names,
        names.stream().map(name -> made.contains(name) ? texts.column(name) : nothing).toList());
  }

  /** The references that test cases give, of each the first. */
  static Map<String, CaseFile> givenReferences(Storage storage, Pipeline pipeline) {
    Map<String, CaseFile> files = new TreeMap<>();
    if (!pipeline.references().isEmpty()) {
      for (Path folder : new SqlCases(storage, pipeline).folders()) {
        CaseFiles.in(storage, folder)
            .given()
            .forEach(
                (relation, file) -> {
                  if (pipeline.reference(relation).isPresent()) {
                    files.putIfAbsent(relation, file);
                  }
                });
      }
    }
    return files;
  }

  private Optional<Dataset<Row>> given() {
    return new SqlCases(source.storage(), source.pipeline())
        .folders().stream()
            .map(folder -> CaseFiles.in(source.storage(), folder).given().get(Relations.SOURCE))
            .filter(file -> file != null)
            .map(source::raw)
            .reduce(Dataset::unionByName);
  }
}
