// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.EliminateSubqueryAliases;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SubExprUtils;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.optimizer.PullupCorrelatedPredicates;
import org.apache.spark.sql.catalyst.optimizer.RewriteCorrelatedScalarSubquery;
import org.apache.spark.sql.catalyst.optimizer.RewritePredicateSubquery;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Looks for what makes a query fail, after it did: from its relations up, the first expression that
 * fails for a row, and that row; or the group that a sum is too large for.
 */
final class CausingRow {
  private static final Logger log = LogManager.getLogger(CausingRow.class);

  private static final String ERROR = "error";

  private final SparkSession spark;
  private final String file;
  private final ShownColumns shown;

  private CausingRow(SparkSession spark, String file, Set<String> personal) {
    this.spark = spark;
    this.file = file;
    this.shown = new ShownColumns(personal);
  }

  /**
   * What makes a query fail.
   *
   * @param error what an error is called
   * @param row a row or group that causes it, for people
   */
  record Cause(String error, String row) {}

  /**
   * @param file the query's, for messages
   * @param personal columns whose values must not show
   */
  static Optional<Cause> of(Dataset<Row> query, String file, Set<String> personal) {
    SparkSession spark = query.sparkSession();
    LogicalPlan plan = new InlineCTE(true /* always */).apply(query.queryExecution().analyzed());
    return new CausingRow(spark, file, personal)
        .find(plan)
        .or(() -> new CausingRow(spark, file, personal).find(withoutCorrelated(plan)));
  }

  /** The plan in which a subquery that looks at the row around it is a join, as Spark runs it. */
  private static LogicalPlan withoutCorrelated(LogicalPlan plan) {
    LogicalPlan plain = EliminateSubqueryAliases.apply(plan);
    LogicalPlan pulled = PullupCorrelatedPredicates.apply(plain);
    return RewritePredicateSubquery.apply(RewriteCorrelatedScalarSubquery.apply(pulled));
  }

  private Optional<Cause> find(LogicalPlan plan) {
    if (plan.children().isEmpty() || plan instanceof View) {
      shown.noteSource(plan);
      return Optional.empty();
    }
    List<LogicalPlan> below = new ArrayList<>(seqAsJavaList(plan.children()));
    below.addAll(seqAsJavaList(plan.subqueries()));
    for (LogicalPlan child : below) {
      Optional<Cause> found = find(child);
      if (found.isPresent()) {
        return found;
      }
    }
    Optional<Cause> found = Optional.empty();
    try {
      found = here(plan);
    } catch (Exception e) {
      // What can't be evaluated by itself, such as a correlated subquery, may be found further up.
      log.debug("Cannot evaluate a part of {} by itself", file, e);
    }
    shown.note(plan);
    return found;
  }

  private Optional<Cause> here(LogicalPlan plan) {
    if (plan instanceof Aggregate aggregate) {
      return inAggregate(aggregate);
    } else if (plan instanceof Window window) {
      return inWindow(window);
    } else if (plan instanceof Join join) {
      return inJoin(join);
    } else if (plan.children().size() != 1) {
      return Optional.empty();
    }
    List<Expression> expressions = new ArrayList<>();
    for (Expression expression : seqAsJavaList(plan.expressions())) {
      if (expression instanceof Generator || expression instanceof SortOrder) {
        expressions.addAll(seqAsJavaList(expression.children()));
      } else {
        expressions.add(expression);
      }
    }
    return inRow(plan.children().head(), expressions);
  }

  private Optional<Cause> inJoin(Join join) {
    JoinQuery query = new JoinQuery(join);
    for (QueryStep step : query.sides()) {
      Optional<Cause> found = inRow(step.plan(), step.expressions());
      if (found.isPresent()) {
        return found;
      }
    }
    List<Attribute> left = query.leftColumns();
    List<Attribute> right = query.rightColumns();
    QueryStep pairs = query.pairs();
    return failing(pairs.plan(), pairs.expressions(), left.size() + right.size())
        .map(
            row ->
                new Cause(
                    row.getAs(ERROR),
                    "the row %s, together with the row %s"
                        .formatted(shown.of(left, row, 0), shown.of(right, row, left.size()))));
  }

  private Optional<Cause> inWindow(Window window) {
    WindowQuery query = new WindowQuery(window);
    List<Attribute> columns = seqAsJavaList(window.child().output());
    for (WindowQuery.Summing sum : query.sums()) {
      Optional<Row> row =
          query
              .tooLarge(sum)
              .flatMap(plan -> first(plan, functions.lit("").expr(), columns.size()));
      if (row.isPresent()) {
        return Optional.of(
            new Cause(
                tooLarge(sum.over(), sum.function()), "the row " + shown.of(columns, row.get())));
      }
    }
    QueryStep ends = query.ends();
    return inRow(ends.plan(), ends.expressions());
  }

  /** What is wrong with a sum, which is written as a part of the query. */
  private String tooLarge(Expression written, AggregateExpression sum) {
    return "%s: %s fails: its value is larger than its type %s allows"
        .formatted(place(written), SqlErrors.words(written), sum.dataType().sql());
  }

  private Optional<Cause> inAggregate(Aggregate aggregate) {
    GroupedQuery grouped = new GroupedQuery(aggregate);
    Optional<Cause> found = inRow(aggregate.child(), grouped.inputs());
    if (found.isPresent()) {
      return found;
    }
    List<Attribute> keys =
        grouped.keys().stream().map(key -> key(key.name(), key.expression())).toList();
    for (AggregateExpression function : grouped.functions()) {
      Optional<Row> group =
          grouped
              .tooLarge(function)
              .flatMap(plan -> first(plan, functions.lit("").expr(), keys.size()));
      if (group.isPresent()) {
        return Optional.of(new Cause(tooLarge(function, function), group(keys, group.get())));
      }
    }
    QueryStep afterwards = grouped.afterwards();
    return failing(afterwards.plan(), afterwards.expressions(), keys.size())
        .map(row -> new Cause(row.getAs(ERROR), group(keys, row)));
  }

  /** A column for messages alone. */
  private Attribute key(String name, Expression expression) {
    Attribute column = SparkAlias.named(functions.lit("").expr(), name).toAttribute();
    if (shown.isHidden(expression)) {
      shown.hide(column);
    }
    return column;
  }

  private String group(List<Attribute> keys, Row row) {
    return keys.isEmpty() ? "all rows together" : "the group " + shown.of(keys, row);
  }

  private Optional<Cause> inRow(LogicalPlan child, List<Expression> expressions) {
    List<Attribute> columns = seqAsJavaList(child.output());
    return failing(child, expressions, columns.size())
        .map(
            row ->
                new Cause(
                    row.getAs(ERROR),
                    columns.isEmpty() ? "its only row" : "the row " + shown.of(columns, row)));
  }

  /** The first columns of a row for which one of some expressions fails, and the error. */
  private Optional<Row> failing(LogicalPlan child, List<Expression> expressions, int columns) {
    List<Expression> errors = new ArrayList<>();
    for (Expression expression : expressions) {
      boolean isPlain = expression instanceof Attribute || expression instanceof Literal;
      if (!isPlain && isByItself(expression)) {
        Expression value = expression instanceof Alias alias ? alias.child() : expression;
        String name =
            expression instanceof Alias alias
                ? ShownColumns.name(alias)
                : SqlErrors.words(expression);
        SqlErrorText wording =
            new SqlErrorText(file, place(expression), name, shown.isHidden(expression));
        errors.add(
            new GetStructField(new Attempt(value, wording), Attempt.ERROR, scala.Option.empty()));
      }
    }
    return errors.isEmpty() ? Optional.empty() : first(child, new Coalesce(seq(errors)), columns);
  }

  private static boolean isByItself(Expression expression) {
    return !SubqueryExpression.hasSubquery(expression) && !SubExprUtils.containsOuter(expression);
  }

  /** The first row for which an expression isn't null, its first columns as texts. */
  private Optional<Row> first(LogicalPlan plan, Expression error, int columns) {
    List<NamedExpression> list = new ArrayList<>();
    for (Attribute column : seqAsJavaList(plan.output()).subList(0, columns)) {
      list.add(SparkAlias.named(text(column), "c" + list.size()));
    }
    list.add(SparkAlias.named(error, ERROR));
    Dataset<Row> rows = Dataset.ofRows(spark, new Project(seq(list), plan));
    return rows.where(rows.col(ERROR).isNotNull()).limit(1).collectAsList().stream().findFirst();
  }

  private static Expression text(Attribute column) {
    Column value = new Column(column);
    return NestedText.isNested(column.dataType())
        ? functions.to_json(value).expr()
        : value.cast(DataTypes.StringType).expr();
  }

  private String place(Expression expression) {
    // An alias may have the place of the whole select.
    Expression written = expression instanceof Alias alias ? alias.child() : expression;
    Origin origin = written.origin();
    return SqlErrors.place(file, origin.line().isEmpty() ? expression.origin() : origin);
  }
}
