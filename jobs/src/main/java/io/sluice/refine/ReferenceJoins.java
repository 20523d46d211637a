// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Joins of rows with references, in analysed plans: a left join by which each row finds one row of
 * the reference or none, so that it stays one row.
 */
record ReferenceJoins(List<Reference> references) {

  /** A comparison by which a row finds its row of a reference. */
  record Lookup(EqualTo equality, Expression value, Attribute key) {}

  /** The reference that a node is, under any alias. */
  Optional<Reference> reference(LogicalPlan node) {
    if (node instanceof ResolvedHint hint) {
      return reference(hint.child());
    }
    if (!(node instanceof SubqueryAlias alias)) {
      return Optional.empty();
    }
    return alias.child() instanceof View
        ? references.stream().filter(each -> each.name().equals(alias.alias())).findFirst()
        : reference(alias.child());
  }

  /** Why rows don't allow a join; empty where they do. */
  Optional<String> refusal(Join join) {
    Optional<Reference> joined = reference(join.right());
    if (joined.isEmpty()) {
      return Optional.of(
          reference(join.left())
              .map(ReferenceJoins::stands)
              .orElse(
                  "it joins what is no reference; rows find others only in references, by left join"));
    }
    Reference reference = joined.get();
    String name = reference.name();
    String key = String.join(", ", reference.key());
    if (!join.joinType().equals(LeftOuter$.MODULE$)) {
      return Optional.of(
          "it joins %s by %s JOIN; a left join keeps every record, whether it finds a row or not"
              .formatted(name, join.joinType().sql()));
    }
    if (join.condition().isEmpty()) {
      return Optional.of(
          "it joins %s without a condition; join it on its key: %s".formatted(name, key));
    }
    Set<String> compared = new TreeSet<>();
    for (Expression part : conjuncts(join.condition().get())) {
      Optional<Lookup> lookup = lookup(join, part);
      if (lookup.isEmpty()) {
        return Optional.of(
            "it joins %s on %s, which is not the equality of a column of its key (%s) with a value of the record"
                .formatted(name, part.sql(), key));
      }
      String column = lookup.get().key().name();
      if (!reference.key().contains(column)) {
        return Optional.of(
            "it joins %s on %s, which is no column of its key; join it on all of its key and nothing else: %s"
                .formatted(name, column, key));
      }
      compared.add(column);
    }
    Set<String> missing = new TreeSet<>(reference.key());
    missing.removeAll(compared);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it joins %s without %s of its key, so that a record could find several rows; join it on all of its key: %s"
                .formatted(name, String.join(", ", missing), key));
  }

  /** What is wrong with a query that selects from a reference. */
  static String stands(Reference reference) {
    return "it selects from the reference %1$s; select from source, and left join %1$s to it"
        .formatted(reference.name());
  }

  /** The comparisons of a join that is not refused. */
  List<Lookup> lookups(Join join) {
    return conjuncts(join.condition().get()).stream()
        .map(part -> lookup(join, part).orElseThrow())
        .toList();
  }

  private static Optional<Lookup> lookup(Join join, Expression part) {
    if (!(part instanceof EqualTo equality)) {
      return Optional.empty();
    }
    return lookup(join, equality, equality.left(), equality.right())
        .or(() -> lookup(join, equality, equality.right(), equality.left()));
  }

  private static Optional<Lookup> lookup(
      Join join, EqualTo equality, Expression value, Expression side) {
    Expression column = side instanceof Cast cast && isExact(cast) ? cast.child() : side;
    boolean isOfRecord = value.references().subsetOf(join.left().outputSet());
    return column instanceof Attribute key && join.right().outputSet().contains(key) && isOfRecord
        ? Optional.of(new Lookup(equality, value, key))
        : Optional.empty();
  }

  /** Returns whether two values stay two: else a record could find several rows. */
  private static boolean isExact(Cast cast) {
    DataType from = cast.child().dataType();
    DataType to = cast.dataType();
    if (isWhole(from)) {
      boolean isHeld = isWhole(to) || to instanceof DecimalType;
      boolean isShort = to instanceof DoubleType && !(from instanceof LongType);
      return (isHeld && Cast.canUpCast(from, to)) || isShort;
    }
    return (from instanceof DecimalType && to instanceof DecimalType && Cast.canUpCast(from, to))
        || (from instanceof FloatType && to instanceof DoubleType)
        || (from instanceof DateType && to instanceof TimestampType);
  }

  private static boolean isWhole(DataType type) {
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType;
  }

  private static List<Expression> conjuncts(Expression condition) {
    List<Expression> parts = new ArrayList<>();
    if (condition instanceof And) {
      seqAsJavaList(condition.children()).forEach(child -> parts.addAll(conjuncts(child)));
    } else {
      parts.add(condition);
    }
    return parts;
  }
}
