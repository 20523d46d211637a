// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * One pipeline as its folder defines it: pipeline.yaml, the SQL files and their directives. It is
 * complete and checked as far as that goes without a SparkSession.
 *
 * @param folder where the definition is, with scheme and authority
 * @param table the transformed table's relation
 * @param key the columns that identify a row within an event date
 * @param eventDate the column of the transformed table that it is partitioned by
 * @param runsKeep how long reports of runs are kept
 * @param generate makes synthetic rows from {@code ids}
 * @param aggregations each after those that it reads, otherwise by name
 * @param checks by name
 * @param references what SQL may join, by name
 * @param exports what is sent elsewhere, by name
 * @param sqlHash 16 hexadecimal digits over what decides the transformed table's content; the first
 *     {@link #DATING_DIGITS} over what decides on which event date a record is
 * @param built what that hash is of
 * @param meaning a hash like it in which comments and layout of SQL, and the content of references,
 *     have no part; for what is not published
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
    SqlFile rules,
    SqlFile transformations,
    Optional<SqlFile> generate,
    List<Aggregation> aggregations,
    List<QualityCheck> checks,
    List<Reference> references,
    List<Export> exports,
    String sqlHash,
    Built built,
    String meaning) {

  static final int DATING_DIGITS = 8;

  public Pipeline {
    key = List.copyOf(key);
    aggregations = List.copyOf(aggregations);
    checks = List.copyOf(checks);
    references = List.copyOf(references);
    exports = List.copyOf(exports);
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

  /** A reference by its name, if it is one. */
  public Optional<Reference> reference(String relation) {
    return references.stream().filter(each -> each.name().equals(relation)).findFirst();
  }

  /** The references among some relations. */
  public List<Reference> referencesAmong(Collection<String> relations) {
    return references.stream().filter(each -> relations.contains(each.name())).toList();
  }

  /** The references that rules.sql and transformations.sql join: rows are made with them. */
  public List<Reference> rowReferences() {
    if (references.isEmpty()) {
      return List.of();
    }
    Set<String> read = new TreeSet<>(rules.relations());
    read.addAll(transformations.relations());
    return referencesAmong(read);
  }

  /** The columns that never show in logs, samples and reports, of records and of references. */
  public Set<String> personal() {
    Set<String> names = new LinkedHashSet<>(source.personal());
    references.forEach(reference -> names.addAll(reference.personal()));
    return names;
  }

  /**
   * The same where it is known what its references hold: that is part of its hash.
   *
   * @param versions the content or version of each of {@link #rowReferences}
   * @param areDating those of them that the event date depends on
   */
  public Pipeline with(Map<String, String> versions, Collection<String> areDating) {
    if (versions.isEmpty()) {
      return this;
    }
    Map<String, String> dating = new TreeMap<>(versions);
    dating.keySet().retainAll(areDating);
    String first = sqlHash.substring(0, DATING_DIGITS);
    String own =
        Sha256.shortOf(List.of(built.sqlHash(), new TreeMap<>(versions).toString()))
            .substring(DATING_DIGITS);
    if (!dating.isEmpty()) {
      first = Sha256.shortOf(List.of(first, dating.toString())).substring(0, DATING_DIGITS);
    }
    return new Pipeline(
        name,
        folder,
        source,
        table,
        key,
        eventDate,
        gate,
        freshness,
        runsKeep,
        rules,
        transformations,
        generate,
        aggregations,
        checks,
        references,
        exports,
        first + own,
        new Built(built.sqlHash(), versions),
        meaning);
  }

  /** The conditions of rules.sql, in the file's order; there is at least one. */
  public List<Rule> ruleExpressions() {
    return Rule.of(rules);
  }
}
