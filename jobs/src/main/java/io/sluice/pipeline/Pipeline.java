// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * One pipeline as its folder defines it: pipeline.yaml, the SQL files and their directives. It is
 * complete and checked as far as that goes without a SparkSession.
 *
 * @param folder where the definition lies, with scheme and authority
 * @param table the transformed table's relation
 * @param key the columns that identify a row within an event date
 * @param eventDate the column of the transformed table that it is partitioned by
 * @param runsKeep how long reports of runs are kept
 * @param schedule when the DAG runs it; without one it is only run by hand
 * @param generate makes synthetic rows from {@code ids}
 * @param aggregations each after those that it reads, otherwise by name
 * @param checks by name
 * @param sqlHash 16 hexadecimal digits over what decides the transformed table's content; the first
 *     {@link #DATING_DIGITS} over what decides on which event date a record is
 */
public record Pipeline(
    String name,
    Path folder,
    Source source,
    String table,
    List<String> key,
    String eventDate,
    GateLimits gate,
    Optional<Freshness> freshness,
    Duration runsKeep,
    Optional<String> schedule,
    SqlFile rules,
    SqlFile transformations,
    Optional<SqlFile> generate,
    List<Aggregation> aggregations,
    List<QualityCheck> checks,
    String sqlHash) {

  static final int DATING_DIGITS = 8;

  public Pipeline {
    key = List.copyOf(key);
    aggregations = List.copyOf(aggregations);
    checks = List.copyOf(checks);
  }

  /**
   * Reads the pipeline's folder.
   *
   * @param sqlRoot the folder that holds one folder per pipeline
   * @param environment what {@code ${NAME}} in a value of pipeline.yaml stands for
   * @throws io.sluice.problem.Problem (invalid) that lists everything that is wrong with the folder
   */
  public static Pipeline load(
      Storage storage, Path sqlRoot, String name, Map<String, String> environment) {
    return PipelineReading.of(storage, sqlRoot, name, environment).pipeline();
  }

  /** Loads the grammar of SQL, so that {@link #loadParser} needn't. */
  public static void loadGrammar() {
    SqlGrammar.load();
  }

  /** Loads the classes that read SQL, so that {@link #load} needn't. */
  public static void loadParser() {
    SparkParser.load();
  }

  /**
   * Returns whether the pipeline dated records as it does now when it had another hash: by the same
   * formats and options, types, event-date and transformations.sql. Rules have no say in that.
   */
  public boolean datedAlike(String otherSqlHash) {
    return otherSqlHash.startsWith(sqlHash.substring(0, DATING_DIGITS));
  }

  /** The conditions of rules.sql, in the file's order; there is at least one. */
  public List<Rule> ruleExpressions() {
    return Rule.of(rules);
  }
}
