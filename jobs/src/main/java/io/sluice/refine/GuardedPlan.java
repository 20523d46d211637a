// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.spark.ScalaSeq.seq;
import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.Reference;
import io.sluice.spark.SparkAlias;
import io.sluice.spark.SqlErrorText;
import io.sluice.spark.SqlErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CollectionGenerator;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;

/**
 * A row-wise plan over other input, whose further columns go past it, with every expression that
 * may fail under guard.
 */
final class GuardedPlan {
  private final LogicalPlan input;
  private final ReferenceJoins joins;
  private final boolean keepEmpty;
  private final Guarding guarding;
  private final String file;
  private final Set<String> personal;
  private final List<NamedExpression> carried = new ArrayList<>();

  /** The columns that are personal, or made of such. */
  private final Set<ExprId> hidden = new HashSet<>();

  /** The carried column that says what has failed so far. */
  private Attribute failures;

  /**
   * @param input takes the place of the source
   * @param joins that the plan may have
   * @param keepEmpty whether a row that explodes to nothing stays, with nulls
   * @param file the plan's, for messages
   * @param personal the columns of the source whose values must not show
   */
  GuardedPlan(
      LogicalPlan input,
      ReferenceJoins joins,
      boolean keepEmpty,
      Guarding guarding,
      String file,
      Set<String> personal) {
    this.input = input;
    this.joins = joins;
    this.keepEmpty = keepEmpty;
    this.guarding = guarding;
    this.file = file;
    this.personal = personal;
  }

  LogicalPlan of(LogicalPlan node) {
    if (RowWise.isSource(node)) {
      return bind(node);
    }
    LogicalPlan child = of(node.children().head());
    if (node instanceof Join join) {
      return joined(join, child);
    }
    if (node instanceof Project project) {
      return projected(project, child);
    } else if (node instanceof Generate generate) {
      return generated(generate, child);
    }
    return node.withNewChildren(seq(List.of(child)));
  }

  private LogicalPlan projected(Project project, LogicalPlan child) {
    List<NamedExpression> items = seqAsJavaList(project.projectList());
    Map<Integer, Integer> parts = new TreeMap<>();
    List<Guarding.Part> fallible = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Expression item = (Expression) items.get(i);
      if (Fallible.mayFail(item)) {
        parts.put(i, fallible.size());
        Expression value = item instanceof Alias alias ? alias.child() : item;
        fallible.add(part(value, item.origin(), items.get(i).name()));
      }
      if (isHidden(item)) {
        hidden.add(items.get(i).exprId());
      }
    }
    List<NamedExpression> list = new ArrayList<>(items);
    list.addAll(carried);
    if (parts.isEmpty()) {
      list.add(failures);
      return new Project(seq(list), child);
    }
    List<Alias> guards = guarding.guards(fallible);
    List<Attribute> attributes = guards.stream().map(Alias::toAttribute).toList();
    parts.forEach(
        (item, part) ->
            list.set(
                item, SparkAlias.inPlaceOf(items.get(item), guarding.value(attributes, part))));
    list.add(fail(attributes));
    return new Project(seq(list), guarded(child, guards));
  }

  private LogicalPlan generated(Generate generate, LogicalPlan child) {
    Generator generator = generate.generator();
    Expression whole = (Expression) generator;
    List<Attribute> output = new ArrayList<>(seqAsJavaList(generate.generatorOutput()));
    if (isHidden(whole)) {
      output.forEach(attribute -> hidden.add(attribute.exprId()));
    }
    List<Expression> arguments = new ArrayList<>(seqAsJavaList(whole.children()));
    List<Integer> parts = new ArrayList<>();
    List<Guarding.Part> fallible = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (!arguments.get(i).foldable() && Fallible.mayFail(arguments.get(i))) {
        parts.add(i);
        fallible.add(part(arguments.get(i), whole.origin(), whole.prettyName()));
      }
    }
    LogicalPlan below = child;
    if (!parts.isEmpty()) {
      List<Alias> guards = guarding.guards(fallible);
      List<Attribute> attributes = guards.stream().map(Alias::toAttribute).toList();
      List<NamedExpression> list = withoutFailures(child);
      for (int i = 0; i < parts.size(); i++) {
        Expression value = guarding.value(attributes, i);
        if (generator instanceof CollectionGenerator) {
          value = new If(guarding.failed(attributes), oneElement(value.dataType()), value);
        }
        Alias argument = SparkAlias.named(value, "_argument");
        list.add(argument);
        arguments.set(parts.get(i), argument.toAttribute());
      }
      list.add(fail(attributes));
      below = new Project(seq(list), guarded(child, guards));
      generator = (Generator) whole.withNewChildren(seq(arguments));
      output.replaceAll(attribute -> attribute.withNullability(true));
    }
    return new Generate(
        generator,
        seq(List.of()),
        keepEmpty || generate.outer(),
        generate.qualifier(),
        seq(output),
        below);
  }

  /**
   * A record for which the value can't be computed that is to be looked up finds nothing. The
   * reference's own plan stays as it is.
   */
  private LogicalPlan joined(Join join, LogicalPlan child) {
    Reference reference = joins.reference(join.right()).orElseThrow();
    String name = "the join of " + reference.name();
    List<ReferenceJoins.Lookup> lookups = joins.lookups(join);
    List<Guarding.Part> fallible = new ArrayList<>();
    for (ReferenceJoins.Lookup lookup : lookups) {
      if (Fallible.mayFail(lookup.value())) {
        fallible.add(part(lookup.value(), lookup.equality().origin(), name));
      }
    }
    seqAsJavaList(join.right().output()).stream()
        .filter(column -> reference.personal().contains(column.name()))
        .forEach(column -> hidden.add(column.exprId()));
    if (fallible.isEmpty()) {
      return join.withNewChildren(seq(List.of(child, join.right())));
    }
    List<Alias> guards = guarding.guards(fallible);
    List<Attribute> attributes = guards.stream().map(Alias::toAttribute).toList();
    List<NamedExpression> list = withoutFailures(child);
    Expression condition = null;
    int guarded = 0;
    for (ReferenceJoins.Lookup lookup : lookups) {
      Expression equality = lookup.equality();
      if (Fallible.mayFail(lookup.value())) {
        Alias value = SparkAlias.named(guarding.value(attributes, guarded++), "_argument");
        list.add(value);
        List<Expression> sides = new ArrayList<>(seqAsJavaList(equality.children()));
        sides.replaceAll(side -> side == lookup.value() ? value.toAttribute() : side);
        equality = equality.withNewChildren(seq(sides));
      }
      condition = condition == null ? equality : new And(condition, equality);
    }
    list.add(fail(attributes));
    return new Join(
        new Project(seq(list), guarded(child, guards)),
        join.right(),
        join.joinType(),
        scala.Option.apply(condition),
        join.hint());
  }

  private List<NamedExpression> withoutFailures(LogicalPlan child) {
    List<NamedExpression> list = new ArrayList<>();
    seqAsJavaList(child.output()).stream()
        .filter(column -> !column.exprId().equals(failures.exprId()))
        .forEach(list::add);
    return list;
  }

  /** Where the collection can't be computed, its record gives one row nevertheless. */
  private static Literal oneElement(DataType type) {
    GenericArrayData nothing = new GenericArrayData(new Object[] {null});
    if (type instanceof MapType map) {
      GenericArrayData key = new GenericArrayData(new Object[] {anyValue(map.keyType())});
      return new Literal(
          new ArrayBasedMapData(key, nothing), new MapType(map.keyType(), map.valueType(), true));
    }
    return new Literal(nothing, new ArrayType(((ArrayType) type).elementType(), true));
  }

  /** Spark's {@code Literal.default}, whose name is a keyword in Java. */
  private static Object anyValue(DataType type) {
    try {
      Object literal = Literal.class.getMethod("default", DataType.class).invoke(null, type);
      return ((Literal) literal).value();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LogicalPlan guarded(LogicalPlan child, List<Alias> guards) {
    List<NamedExpression> list = new ArrayList<>(seqAsJavaList(child.output()));
    list.addAll(guards);
    return new Project(seq(list), child);
  }

  private NamedExpression fail(List<Attribute> guards) {
    Alias also = SparkAlias.named(guarding.failedAlso(failures, guards), guarding.column());
    failures = also.toAttribute();
    return also;
  }

  private Guarding.Part part(Expression expression, Origin origin, String name) {
    // An alias may have the place of the whole select.
    Origin place = expression.origin().line().isEmpty() ? origin : expression.origin();
    return new Guarding.Part(
        expression,
        new SqlErrorText(file, SqlErrors.place(file, place), name, isHidden(expression)));
  }

  private boolean isHidden(Expression expression) {
    return seqAsJavaList(expression.references().toSeq()).stream()
        .anyMatch(column -> hidden.contains(column.exprId()));
  }

  /** The input's columns under the identities that the plan above refers to. */
  private LogicalPlan bind(LogicalPlan source) {
    List<NamedExpression> list = new ArrayList<>();
    List<Attribute> wanted = seqAsJavaList(source.output());
    for (Attribute given : seqAsJavaList(input.output())) {
      Attribute twin =
          wanted.stream()
              .filter(attribute -> attribute.name().equals(given.name()))
              .findFirst()
              .orElse(null);
      if (twin == null) {
        list.add(given);
        carried.add(given);
      } else {
        list.add(SparkAlias.inPlaceOf(twin, given));
        if (personal.contains(given.name())) {
          hidden.add(twin.exprId());
        }
      }
    }
    Alias nothing = SparkAlias.named(guarding.nothingFailed(), guarding.column());
    list.add(nothing);
    failures = nothing.toAttribute();
    return new Project(seq(list), input);
  }
}
