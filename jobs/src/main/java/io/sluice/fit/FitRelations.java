// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Findings;
import io.sluice.pipeline.Macros;
import io.sluice.pipeline.Mention;
import io.sluice.pipeline.SqlFile;
import io.sluice.pipeline.SqlOrigin;
import io.sluice.spark.AnalysisMessages;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.NameParameterizedQuery;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The relations that a pipeline's SQL can read, with their columns, and the analysis of queries
 * over them.
 */
public final class FitRelations {
  private final SqlAnalyzer analyzer = new SqlAnalyzer();
  private final Map<String, ResolvedQuery> known = new LinkedHashMap<>();
  private final Map<String, ResolvedQuery> queries = new LinkedHashMap<>();

  /**
   * Columns of a relation; empty where it isn't known, or not all of them are, or not their types.
   */
  public Optional<StructType> columns(String relation) {
    return Optional.ofNullable(known.get(relation)).flatMap(ResolvedQuery::certain);
  }

  /** Columns that a SQL file selects; empty where they aren't all known. */
  public Optional<StructType> selected(SqlFile file) {
    return Optional.ofNullable(queries.get(file.name())).flatMap(ResolvedQuery::certain);
  }

  /** The check of a stream over a relation; empty where not all of the columns are known. */
  Optional<StreamFit> stream(Aggregation aggregation, String table, Findings findings) {
    return columns(table)
        .map(known -> new StreamFit(aggregation, table, known, analyzer, findings));
  }

  void add(String relation, StructType schema) {
    add(relation, new ResolvedQuery(Optional.empty(), Optional.of(schema), true));
  }

  /** The names of all columns of some relations, in lower case. */
  Set<String> names(Collection<String> relations) {
    return relations.stream()
        .map(known::get)
        .filter(Objects::nonNull)
        .flatMap(relation -> relation.columns().stream())
        .flatMap(columns -> Arrays.stream(columns.fieldNames()))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** Makes what a query gives a relation for others to read. */
  void add(String relation, ResolvedQuery made) {
    known.put(relation, made);
    made.columns().ifPresent(schema -> analyzer.add(relation, distinct(schema)));
  }

  Optional<ResolvedQuery> resolve(SqlFile file, Collection<String> reads, Findings findings) {
    return resolve(file, reads, Map.of(), findings);
  }

  /**
   * The query after analysis; empty where a relation that it reads is wrong itself, about which
   * there is a finding already.
   */
  Optional<ResolvedQuery> resolve(
      SqlFile file, Collection<String> reads, Map<String, Literal> parameters, Findings findings) {
    Optional<ResolvedQuery> query = analyse(file, reads, parameters, findings);
    query.ifPresent(resolved -> queries.put(file.name(), resolved));
    return query;
  }

  private Optional<ResolvedQuery> analyse(
      SqlFile file, Collection<String> reads, Map<String, Literal> parameters, Findings findings) {
    if (reads.stream()
        .anyMatch(name -> !known.containsKey(name) || known.get(name).columns().isEmpty())) {
      return Optional.empty();
    }
    boolean certain = reads.stream().allMatch(name -> known.get(name).isCertain());
    certain &= !tellUnknownFunctions(file, findings);
    Optional<StructType> columns = Optional.empty();
    try {
      LogicalPlan plan = analyzer.resolved(bound(file.plan(), parameters));
      boolean isTold = !plan.resolved() && tellUnresolved(file, plan, certain, findings);
      columns = columns(plan);
      if (certain && isTold) {
        checkResolvedParts(file, plan, findings);
      } else if (certain) {
        analyzer.check(plan);
        return Optional.of(new ResolvedQuery(Optional.of(plan), columns, true));
      }
    } catch (Exception e) { // Spark throws AnalysisException without declaring it to Java
      if (certain && !(e instanceof AnalysisException)) {
        throw e;
      }
      if (certain) {
        add(file, (AnalysisException) e, findings);
      }
    }
    return Optional.of(new ResolvedQuery(Optional.empty(), columns, false));
  }

  /** Tells what isn't resolved, as far as that can be said without Spark's check. */
  private boolean tellUnresolved(
      SqlFile file, LogicalPlan plan, boolean certain, Findings findings) {
    int before = findings.count();
    try {
      analyzer.within(
          () -> {
            new UnresolvedParts(file.name(), !certain, findings).tell(plan);
            return null;
          });
    } catch (Exception e) { // Spark's are not declared to Java
      // There is no going on: what the check says is all there is to say.
    }
    return findings.count() > before;
  }

  /**
   * Checks what is below the parts that aren't resolved: Spark tells of one mistake at a time, and
   * takes much longer for it than for a check that passes.
   */
  private void checkResolvedParts(SqlFile file, LogicalPlan plan, Findings findings) {
    if (!plan.resolved()) {
      JavaConverters.seqAsJavaList(plan.children())
          .forEach(child -> checkResolvedParts(file, child, findings));
    } else if (!plan.containsPattern(TreePattern.CTE())) { // its definition may be elsewhere
      try {
        analyzer.check(plan);
      } catch (Exception e) {
        if (!(e instanceof AnalysisException wrong)) {
          throw e;
        }
        add(file, wrong, findings);
      }
    }
  }

  private static void add(SqlFile file, AnalysisException wrong, Findings findings) {
    findings.add(file.name(), wrong, AnalysisMessages.finding(wrong));
  }

  private boolean tellUnknownFunctions(SqlFile file, Findings findings) {
    Set<String> seen = new HashSet<>(analyzer.functions());
    List<String> callable = callable(file.macros());
    boolean any = false;
    for (Mention function : file.functions()) {
      if (!analyzer.functions().contains(function.name())) {
        any = true;
        analyzer.letPass(function.name());
        // About a macro, and a function that one calls, there is a finding already.
        if (seen.add(function.name())
            && !file.macros().defines(function.name())
            && !SqlOrigin.isMacro(function.place())) {
          findings.add(file.name(), function.place(), unknown(function, callable));
        }
      }
    }
    return any;
  }

  /** Looks at what macros are called, and what they call, whether or not they are called. */
  void check(Macros macros, Findings findings) {
    List<String> callable = callable(macros);
    for (Mention macro : macros.names()) {
      if (analyzer.functions().contains(macro.name())) {
        findings.add(
            Macros.FILE,
            macro.place(),
            "found the macro '%s', the name of a function; allowed: a name of its own"
                .formatted(macro.name()));
      }
    }
    for (Mention function : macros.functions()) {
      if (!callable.contains(function.name()) && !macros.defines(function.name())) {
        findings.add(Macros.FILE, function.place(), unknown(function, callable));
      }
    }
  }

  private List<String> callable(Macros macros) {
    List<String> names = new ArrayList<>(analyzer.functions());
    macros.names().forEach(macro -> names.add(macro.name()));
    return names;
  }

  private static String unknown(Mention function, List<String> callable) {
    return "found the function '%s'%s; allowed: functions of Spark SQL"
        .formatted(function.name(), Suggestions.didYouMean(function.name(), callable));
  }

  private static LogicalPlan bound(LogicalPlan plan, Map<String, Literal> parameters) {
    if (parameters.isEmpty()) {
      return plan;
    }
    scala.collection.immutable.Map<String, Expression> values =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (Map.Entry<String, Literal> each : parameters.entrySet()) {
      values = values.$plus(new Tuple2<>(each.getKey(), each.getValue()));
    }
    return new NameParameterizedQuery(plan, values);
  }

  /** What a plan selects; empty where it isn't resolved far enough to say. */
  private static Optional<StructType> columns(LogicalPlan plan) {
    StructType columns = new StructType();
    try {
      for (Attribute column : new ArrayList<>(JavaConverters.seqAsJavaList(plan.output()))) {
        columns =
            column.resolved()
                ? columns.add(column.name(), column.dataType(), column.nullable())
                : columns.add(column.name(), DataTypes.NullType);
      }
    } catch (Exception e) { // Spark's are not declared to Java
      return Optional.empty(); // such as a star over what isn't known
    }
    return Optional.of(columns);
  }

  /** Columns that may be null, each name once: of a repeated one there is a finding already. */
  private static StructType distinct(StructType schema) {
    StructType distinct = new StructType();
    Set<String> seen = new HashSet<>();
    for (StructField field : schema.fields()) {
      if (seen.add(field.name().toLowerCase(Locale.ROOT))) {
        distinct = distinct.add(field.name(), field.dataType(), true);
      }
    }
    return distinct;
  }
}
