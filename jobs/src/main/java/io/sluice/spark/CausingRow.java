// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;
import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Looks for what makes a query fail, after it did: from its relations up, the first expression that
 * fails for a row, and that row; or the group that a sum is too large for.
 */
final class CausingRow {
  /** More columns are left out, beginning with those that have nothing to do with it. */
  private static final int MOST_COLUMNS = 8;

  private static final Logger log = LogManager.getLogger(CausingRow.class);

  private static final String HIDDEN = "(hidden: personal)";
  private static final String ERROR = "error";

  private final SparkSession spark;
  private final String file;
  private final Set<String> personal;

  /** Columns that are personal, or made of such. */
  private final Set<ExprId> hidden = new HashSet<>();

  private CausingRow(SparkSession spark, String file, Set<String> personal) {
    this.spark = spark;
    this.file = file;
    this.personal = personal;
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
    LogicalPlan plan = new InlineCTE(true /* always */).apply(query.queryExecution().analyzed());
    return new CausingRow(query.sparkSession(), file, personal).find(plan);
  }

  private Optional<Cause> find(LogicalPlan plan) {
    if (plan.children().isEmpty() || plan instanceof View) {
      seqAsJavaList(plan.output()).stream()
          .filter(column -> personal.contains(column.name()))
          .forEach(column -> hidden.add(column.exprId()));
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
    noteHidden(plan);
    return found;
  }

  private Optional<Cause> here(LogicalPlan plan) {
    if (plan instanceof Aggregate aggregate) {
      return inAggregate(aggregate);
    }
    List<Expression> expressions = new ArrayList<>();
    if (plan instanceof Project project) {
      seqAsJavaList(project.projectList()).forEach(item -> expressions.add((Expression) item));
    } else if (plan instanceof Filter filter) {
      expressions.add(filter.condition());
    } else if (plan instanceof Generate generate) {
      expressions.addAll(seqAsJavaList(((Expression) generate.generator()).children()));
    }
    return inRow(plan.children().head(), expressions);
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
        String error =
            "%s: %s fails: its value is larger than its type %s allows"
                .formatted(place(function), SqlErrors.words(function), function.dataType().sql());
        return Optional.of(new Cause(error, group(keys, group.get())));
      }
    }
    GroupedQuery.Step afterwards = grouped.afterwards();
    return failing(afterwards.plan(), afterwards.expressions(), keys.size())
        .map(row -> new Cause(row.getAs(ERROR), group(keys, row)));
  }

  /** A column for messages alone. */
  private Attribute key(String name, Expression expression) {
    Attribute column = SparkAlias.named(functions.lit("").expr(), name).toAttribute();
    if (isHidden(expression)) {
      hidden.add(column.exprId());
    }
    return column;
  }

  private String group(List<Attribute> keys, Row row) {
    return keys.isEmpty() ? "all rows together" : "the group " + shown(keys, row);
  }

  private Optional<Cause> inRow(LogicalPlan child, List<Expression> expressions) {
    List<Attribute> columns = seqAsJavaList(child.output());
    return failing(child, expressions, columns.size())
        .map(row -> new Cause(row.getAs(ERROR), "the row " + shown(columns, row)));
  }

  /** The first columns of a row for which one of some expressions fails, and the error. */
  private Optional<Row> failing(LogicalPlan child, List<Expression> expressions, int columns) {
    List<Expression> errors = new ArrayList<>();
    for (Expression expression : expressions) {
      if (!(expression instanceof Attribute) && !SubqueryExpression.hasSubquery(expression)) {
        Expression value = expression instanceof Alias alias ? alias.child() : expression;
        String name =
            expression instanceof Alias alias ? alias.name() : SqlErrors.words(expression);
        SqlErrorText wording =
            new SqlErrorText(file, place(expression), name, isHidden(expression));
        errors.add(
            new GetStructField(new Attempt(value, wording), Attempt.ERROR, scala.Option.empty()));
      }
    }
    return errors.isEmpty() ? Optional.empty() : first(child, new Coalesce(seq(errors)), columns);
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

  private String shown(List<Attribute> columns, Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < Math.min(columns.size(), MOST_COLUMNS); i++) {
      Attribute column = columns.get(i);
      String value =
          hidden.contains(column.exprId())
              ? HIDDEN
              : row.isNullAt(i) ? "null" : Escaped.quoted(row.getString(i));
      values.add(column.name() + " = " + value);
    }
    return String.join(", ", values) + (columns.size() > MOST_COLUMNS ? ", …" : "");
  }

  private String place(Expression expression) {
    // An alias may have the place of the whole select.
    Expression written = expression instanceof Alias alias ? alias.child() : expression;
    Origin origin = written.origin();
    return SqlErrors.place(file, origin.line().isEmpty() ? expression.origin() : origin);
  }

  private boolean isHidden(Expression expression) {
    return seqAsJavaList(expression.references().toSeq()).stream()
        .anyMatch(column -> hidden.contains(column.exprId()));
  }

  private void noteHidden(LogicalPlan plan) {
    for (Expression expression : seqAsJavaList(plan.expressions())) {
      if (expression instanceof Alias alias && isHidden(alias)) {
        hidden.add(alias.exprId());
      } else if (plan instanceof Generate generate && isHidden(expression)) {
        seqAsJavaList(generate.generatorOutput()).forEach(column -> hidden.add(column.exprId()));
      }
    }
    List<Attribute> output = seqAsJavaList(plan.output());
    if (plan instanceof Union union) {
      for (LogicalPlan child : seqAsJavaList(union.children())) {
        List<Attribute> columns = seqAsJavaList(child.output());
        for (int i = 0; i < output.size(); i++) {
          if (hidden.contains(columns.get(i).exprId())) {
            hidden.add(output.get(i).exprId());
          }
        }
      }
    }
  }
}
