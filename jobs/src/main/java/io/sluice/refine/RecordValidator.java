// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.LINE;
import static io.sluice.record.EngineColumns.UNFIT;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Rule;
import io.sluice.record.Reasons;
import io.sluice.refine.ColumnOrigins.Origins;
import io.sluice.spark.Attempt;
import io.sluice.spark.Conditions;
import io.sluice.spark.Guard;
import io.sluice.spark.JavaFunction;
import io.sluice.spark.NestedText;
import io.sluice.spark.SqlErrorText;
import io.sluice.spark.SqlErrors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Validates typed records. The main pass asks one boolean; reasons are spelled out for the few
 * records that fail.
 *
 * @param origins what each rule is made of, where rules join references
 */
record RecordValidator(
    Pipeline pipeline, TypedRecords typed, Optional<Map<String, Origins>> origins) {
  /** Column of {@link #fieldReasons}. */
  static final String FIELD_REASONS = "_field_reasons";

  /** The code of what a record's SQL fails with. */
  static final String SQL_ERROR = "sql_error";

  /** Column of what went wrong while a record was joined with references, as texts. */
  static final String JOIN_ERRORS = "_join_errors";

  RecordValidator(Pipeline pipeline, TypedRecords typed) {
    this(pipeline, typed, Optional.empty());
  }

  RecordValidator(Pipeline pipeline, TypedRecords typed, Map<String, Origins> origins) {
    this(pipeline, typed, Optional.of(origins));
  }

  /** True for a record whose fields fit, and that keeps every rule. */
  Column passes() {
    return col(TypedRecords.FITS).and(holdAll());
  }

  /** True where every rule holds; where one can't be computed, none is asked any further. */
  private Column holdAll() {
    List<Column> rules =
        pipeline.ruleExpressions().stream()
            .map(rule -> holds(new Column(rule.condition())))
            .toList();
    return coalesce(new Column(new Guard(Conditions.all(rules).expr())), lit(false));
  }

  /** The reasons against single fields, to be put into {@link #FIELD_REASONS}. */
  Column fieldReasons() {
    FieldReasons reasons = new FieldReasons(typed.typing().fields(), typed.raw());
    return JavaFunction.call(reasons, "of", FieldReasons.TYPE, col(TypedRecords.RAW), col(UNFIT));
  }

  /**
   * Every reason against a record, as an array of {@code code, column, message}: unfit fields,
   * missing values and misfits in the schema's order, then the rules in theirs. A rule is not asked
   * about a column that has a reason of its own; one that can't be computed is an error, and not
   * broken. A record that couldn't be split has that reason alone.
   */
  Column reasons() {
    Map<String, StructField> fields = new HashMap<>();
    Arrays.stream(typed.fields()).forEach(field -> fields.put(key(field.name()), field));
    List<Column> broken = new ArrayList<>();
    for (Rule rule : pipeline.ruleExpressions()) {
      Set<String> columns = columnsOf(rule);
      List<StructField> read =
          columns.stream().map(fields::get).filter(Objects::nonNull).sorted(inOrder()).toList();
      Column attempt = attempt(rule);
      Column error = attempt.getField("error");
      Column isAsked = isAsked(read);
      if (isLookedUp(rule)) {
        isAsked = isAsked.and(size(joinErrors()).equalTo(0));
      }
      broken.add(
          when(isAsked.and(error.isNotNull()), Reasons.reason(SQL_ERROR, error))
              .when(
                  isAsked.and(not(holds(attempt.getField("value")))), broken(rule, columns, read)));
    }
    Column all =
        broken.isEmpty()
            ? col(FIELD_REASONS)
            : concat(col(FIELD_REASONS), array(broken.toArray(Column[]::new)));
    if (origins.isPresent()) {
      all = concat(all, transform(joinErrors(), error -> Reasons.reason(SQL_ERROR, error)));
    }
    return when(col(LINE).isNotNull(), array(typed.typing().lineFault(col(LINE), col(UNFIT))))
        .otherwise(filter(all, Column::isNotNull));
  }

  private static Column joinErrors() {
    return array_compact(col(JOIN_ERRORS));
  }

  /** Returns whether a rule looks at a reference. */
  private boolean isLookedUp(Rule rule) {
    return origins.filter(known -> !known.get(rule.name()).references().isEmpty()).isPresent();
  }

  /** True where none of the fields has a reason of its own. */
  private static Column isAsked(List<StructField> fields) {
    Column paths = col(FIELD_REASONS).getField("column");
    Column[] names = fields.stream().map(field -> lit(field.name())).toArray(Column[]::new);
    Column asked = names.length == 0 ? lit(true) : not(arrays_overlap(paths, array(names)));
    for (StructField field : fields) {
      if (NestedText.isNested(field.dataType())) {
        String name = field.name();
        asked =
            asked.and(
                not(
                    exists(
                        paths,
                        path -> path.startsWith(name + ".").or(path.startsWith(name + "[")))));
      }
    }
    return asked;
  }

  /**
   * @param columns that the rule reads, by their {@link #key}
   * @param read those of them that are fields
   */
  private Column broken(Rule rule, Set<String> columns, List<StructField> read) {
    List<Column> values = new ArrayList<>();
    for (StructField field : read) {
      values.add(FaultMessages.value(field.name(), isPersonal(field), typed.text(field)));
    }
    Column column = columns.size() == 1 ? lit(columns.iterator().next()) : lit(null);
    return Reasons.reason(
        lit(rule.name()),
        column.cast("string"),
        concat(
            lit(rule.name() + " does not hold: "), concat_ws(", ", values.toArray(Column[]::new))));
  }

  private Comparator<StructField> inOrder() {
    return Comparator.comparing(field -> pipeline.source().schema().fieldIndex(field.name()));
  }

  private static Column holds(Column condition) {
    return coalesce(condition, lit(false));
  }

  private Column attempt(Rule rule) {
    String file = pipeline.rules().name();
    Set<String> personal =
        pipeline.source().personal().stream().map(RecordValidator::key).collect(Collectors.toSet());
    boolean hidden =
        origins
            .map(known -> known.get(rule.name()).isPersonal())
            .orElseGet(() -> columnsOf(rule).stream().anyMatch(personal::contains));
    String place = SqlErrors.place(file, rule.condition().origin());
    return new Column(
        new Attempt(rule.condition(), new SqlErrorText(file, place, rule.name(), hidden)));
  }

  private boolean isPersonal(StructField field) {
    return pipeline.source().personal().contains(field.name());
  }

  /** The columns that a rule reads, in lower case; with those by which it finds references. */
  private Set<String> columnsOf(Rule rule) {
    if (origins.isPresent()) {
      return origins.get().get(rule.name()).source().stream()
          .map(RecordValidator::key)
          .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> columns = new TreeSet<>();
    collect(rule.condition(), Set.of(), columns);
    return columns;
  }

  /** In a lambda's body Spark's parser takes every name for one of its arguments. */
  private static void collect(Expression part, Set<String> arguments, Set<String> columns) {
    if (part instanceof UnresolvedAttribute attribute) {
      columns.add(column(attribute.nameParts()));
    } else if (part instanceof UnresolvedNamedLambdaVariable variable) {
      String column = column(variable.nameParts());
      if (!arguments.contains(column)) {
        columns.add(column);
      }
    }
    Set<String> known = new HashSet<>(arguments);
    if (part instanceof LambdaFunction lambda) {
      JavaConverters.seqAsJavaList(lambda.arguments())
          .forEach(argument -> known.add(key(argument.name())));
    }
    JavaConverters.seqAsJavaList(part.children()).forEach(each -> collect(each, known, columns));
  }

  /** The column of a name such as {@code customer.email}, {@code source.customer.email}. */
  private static String column(Seq<String> nameParts) {
    String first = key(nameParts.head());
    return first.equals(Transformation.SOURCE) && nameParts.length() > 1
        ? key(nameParts.apply(1))
        : first;
  }

  private static String key(String column) {
    return column.toLowerCase(Locale.ROOT);
  }
}
