// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NameParameterizedQuery;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.functions;

/** A pipeline's SQL files as queries over the views that a session has. */
public final class Queries {
  private static final Logger log = LogManager.getLogger(Queries.class);

  private Queries() {}

  /**
   * @throws Problem INVALID, naming the file, where the query does not fit what it reads
   */
  public static Dataset<Row> of(SparkSession spark, SqlFile file) {
    return of(spark, file, Map.of());
  }

  /**
   * @param parameters values of the query's named parameters
   */
  public static Dataset<Row> of(SparkSession spark, SqlFile file, Map<String, Object> parameters) {
    try {
      return file.callsMacros()
          ? expanded(spark, file, parameters)
          : spark.sql(file.text(), parameters);
    } catch (Exception e) { // Spark throws AnalysisException without declaring it to Java
      if (e instanceof AnalysisException wrong) {
        // The whole message would end with the plan.
        throw file.refused(AnalysisMessages.withoutAdvice(wrong)).causedBy(e);
      }
      throw e;
    }
  }

  /** What {@link SparkSession#sql} makes of a text. */
  private static Dataset<Row> expanded(
      SparkSession spark, SqlFile file, Map<String, Object> parameters) {
    scala.collection.immutable.Map<String, Expression> values =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (Map.Entry<String, Object> each : parameters.entrySet()) {
      values = values.updated(each.getKey(), functions.lit(each.getValue()).expr());
    }
    LogicalPlan plan = file.parsedAnew();
    return Dataset.ofRows(
        spark, values.isEmpty() ? plan : new NameParameterizedQuery(plan, values));
  }

  /**
   * Result of work that evaluates a file's query.
   *
   * @param verb what can't be done where the query fails, such as {@code compute}
   * @param personal columns whose values must not show
   * @throws Problem INVALID where the query fails because of a value: it names the place in the
   *     file and, where one can be found, a row that causes it
   */
  public static <T> T evaluated(
      SparkSession spark, SqlFile file, String verb, Set<String> personal, Supplier<T> work) {
    return evaluated(spark, file, Map.of(), verb, personal, work);
  }

  /**
   * @param parameters values of the query's named parameters
   */
  public static <T> T evaluated(
      SparkSession spark,
      SqlFile file,
      Map<String, Object> parameters,
      String verb,
      Set<String> personal,
      Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) { // Spark throws SparkException without declaring it to Java
      Optional<Throwable> error = e instanceof Problem ? Optional.empty() : SqlErrors.in(e);
      if (error.isEmpty()) {
        throw e;
      }
      Optional<CausingRow.Cause> cause = cause(() -> of(spark, file, parameters), file, personal);
      String what =
          cause
              .map(found -> "%s; it fails for %s".formatted(found.error(), found.row()))
              .orElseGet(
                  () ->
                      new SqlErrorText(file.name(), file.name(), "the query", !personal.isEmpty())
                          .of(error.get()));
      throw Problem.invalid(
              "Cannot %s %s: %s; correct the SQL, or write try_… where null is meant"
                  .formatted(verb, file.name(), what))
          .causedBy(e);
    }
  }

  private static Optional<CausingRow.Cause> cause(
      Supplier<Dataset<Row>> query, SqlFile file, Set<String> personal) {
    try {
      return CausingRow.of(query.get(), file.name(), personal);
    } catch (Exception e) { // the error itself is known, and more important
      log.debug("Cannot look for what makes {} fail", file.name(), e);
      return Optional.empty();
    }
  }
}
