// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Problem;
import io.sluice.refine.Refiner;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Check that every SQL file of a pipeline fits the columns of the relations that it reads. */
final class SqlFit {
  private final Pipeline pipeline;
  private final List<String> problems = new ArrayList<>();
  private Optional<Refiner> refiner = Optional.empty();

  SqlFit(SparkSession spark, Pipeline pipeline) {
    this.pipeline = pipeline;
    try {
      Refiner made = SourceFormats.refiner(spark, pipeline);
      refiner = Optional.of(made);
      RelationColumns columns = new RelationColumns(spark, pipeline, made);
      for (QualityCheck check : pipeline.checks()) {
        columns.resolve(check.sql(), check.reads());
      }
      problems.addAll(columns.problems());
    } catch (Problem e) {
      // Without the transformed table nothing is known of what reads it.
      e.getMessage().lines().forEach(problems::add);
    }
    pipeline.generate().ifPresent(sql -> checkGenerate(spark, sql));
  }

  /**
   * The refiner of a pipeline without a mistake.
   *
   * @throws Problem INVALID, naming every file that doesn't fit
   */
  Refiner require() {
    if (!problems.isEmpty()) {
      String mistakes = Counted.of(problems.size(), "mistake");
      throw Problem.invalid(
          "Cannot pass %s: %s; correct what is listed:\n  %s"
              .formatted(pipeline.name(), mistakes, String.join("\n  ", problems)));
    }
    return refiner.orElseThrow();
  }

  /** Number of SQL files. */
  int files() {
    return 2 // rules.sql and transformations.sql
        + pipeline.aggregations().size()
        + pipeline.checks().size()
        + (pipeline.generate().isPresent() ? 1 : 0);
  }

  List<String> problems() {
    return problems;
  }

  private void checkGenerate(SparkSession spark, SqlFile sql) {
    StructType made;
    try {
      made = GeneratedRows.columns(spark, sql);
    } catch (Problem e) {
      problems.add(e.getMessage());
      return;
    }
    List<String> names = List.of(made.fieldNames());
    String missing =
        Arrays.stream(pipeline.source().schema().fields())
            .filter(field -> !field.nullable())
            .map(StructField::name)
            .filter(name -> !names.contains(name))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      problems.add(
          "Cannot use %s: it does not select %s, which pipeline.yaml requires of every file"
              .formatted(sql.name(), missing));
    }
  }
}
