// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import static io.sluice.spark.ScalaSeq.seq;

import io.sluice.pipeline.SqlFile;
import io.sluice.pipeline.Streaming;
import io.sluice.spark.Sessions;
import io.sluice.spark.SqlFunctions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FakeV2SessionCatalog$;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.SimpleFunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.catalog.TemporaryViewRelation;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.DeduplicateWithinWatermark;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * Spark's analyzer over relations without rows. It has the settings of every session of Sluice, and
 * needs none: to make one takes longer than to analyse a pipeline.
 */
final class SqlAnalyzer {
  private final SQLConf settings = new SQLConf();
  private final SimpleFunctionRegistry functions;
  private final Set<String> functionNames = new TreeSet<>();
  private final SessionCatalog catalog;
  private final Analyzer analyzer;

  SqlAnalyzer() {
    Sessions.fixed().forEach(settings::setConfString);
    functions = FunctionRegistry.builtin().clone();
    SqlFunctions.register(functions);
    add(JavaConverters.seqAsJavaList(functions.listFunction()));
    add(JavaConverters.seqAsJavaList(TableFunctionRegistry.builtin().listFunction()));
    catalog =
        within(
            () ->
                new SessionCatalog(
                    new InMemoryCatalog(new SparkConf(false), new Configuration(false)),
                    functions,
                    TableFunctionRegistry.builtin()));
    analyzer =
        within(() -> new Analyzer(new CatalogManager(FakeV2SessionCatalog$.MODULE$, catalog)));
  }

  /** Every function that there is, in lower case. */
  Collection<String> functions() {
    return functionNames;
  }

  /**
   * Lets a function pass that there isn't, so that what else is wrong with its query shows. Its
   * result is a struct of its arguments; without any, of one that a table can have.
   */
  void letPass(String function) {
    functions.createOrReplaceTempFunction(
        function,
        arguments ->
            CreateStruct.apply(
                arguments.isEmpty() ? seq(List.<Expression>of(Literal.TrueLiteral())) : arguments),
        "built-in");
  }

  /** A relation that queries can read from now on. */
  void add(String relation, StructType schema) {
    add(relation, schema, LocalRelation$.MODULE$.apply(schema));
  }

  private void add(String relation, StructType schema, LogicalPlan plan) {
    catalog.createTempView(
        relation,
        new TemporaryViewRelation(view(relation, schema), Option.apply(plan)),
        true /* replace */);
  }

  /**
   * The resolved plan of a query whose relation is the source of a stream.
   *
   * @param relation one that queries can read, with all of these columns
   */
  LogicalPlan streamed(SqlFile file, String relation, StructType columns, Streaming streaming) {
    LogicalPlan source =
        new LocalRelation(
            LocalRelation$.MODULE$.apply(columns).output(),
            seq(List.<InternalRow>of()),
            true /* streaming */);
    if (streaming.watermark().isPresent()) {
      Streaming.Watermark mark = streaming.watermark().get();
      source =
          new EventTimeWatermark(
              attribute(source, mark.column()),
              new CalendarInterval(0, 0, TimeUnit.SECONDS.toMicros(mark.delay().toSeconds())),
              source);
    }
    if (!streaming.deduplicated().isEmpty()) {
      LogicalPlan marked = source;
      source =
          new DeduplicateWithinWatermark(
              seq(streaming.deduplicated().stream().map(each -> attribute(marked, each)).toList()),
              marked);
    }
    add(relation, columns, source);
    try {
      LogicalPlan plan = resolved(file.plan());
      check(plan);
      return plan;
    } finally {
      add(relation, columns);
    }
  }

  private static Attribute attribute(LogicalPlan plan, String name) {
    return JavaConverters.seqAsJavaList(plan.output()).stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The plan as far as it can be resolved.
   *
   * <p>Throws {@link org.apache.spark.sql.AnalysisException} where there is no going on.
   */
  LogicalPlan resolved(LogicalPlan parsed) {
    return within(() -> analyzer.execute(parsed));
  }

  /**
   * Checks a plan, or a part of one.
   *
   * <p>Throws {@link org.apache.spark.sql.AnalysisException} where anything is wrong with it.
   */
  void check(LogicalPlan resolved) {
    within(
        () -> {
          analyzer.checkAnalysis(resolved);
          return null;
        });
  }

  /** The work's result under the settings of a session of Sluice. */
  <T> T within(Supplier<T> work) {
    return SQLConf.withExistingConf(settings, work::get);
  }

  private void add(List<FunctionIdentifier> identifiers) {
    identifiers.forEach(each -> functionNames.add(each.funcName()));
  }

  /** A view whose plan is kept as it is. */
  private static CatalogTable view(String relation, StructType schema) {
    scala.collection.Seq<String> none = seq(List.<String>of());
    scala.collection.immutable.Map<String, String> empty =
        scala.collection.immutable.Map$.MODULE$.empty();
    return new CatalogTable(
        new TableIdentifier(relation),
        CatalogTableType.VIEW(),
        CatalogStorageFormat.empty(),
        schema,
        Option.empty() /* provider */,
        none /* partition columns */,
        Option.empty() /* buckets */,
        "" /* owner */,
        0L /* created */,
        -1L /* accessed */,
        "" /* version */,
        empty.updated("view.storingAnalyzedPlan", "true"),
        Option.empty() /* statistics */,
        Option.empty() /* text */,
        Option.empty() /* comment */,
        none /* unsupported features */,
        false /* partitions in a catalog */,
        true /* schema keeps case */,
        empty,
        Option.empty() /* original text */);
  }
}
