// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.text.Escaped;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.MultiAlias;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * The columns that a query selects, as they are written; those of the first query of a union.
 *
 * @param items what is written between select and from; empty where that can't be told
 */
public record OutputColumns(List<Expression> items) {
  static final String NAME_ALLOWED = "a name without blanks and any of , ; { } ( ) = `";

  /** Functions that make columns with names of their own. */
  private static final Set<String> NAMING =
      Set.of(
          "explode",
          "explode_outer",
          "posexplode",
          "posexplode_outer",
          "inline",
          "inline_outer",
          "stack",
          "json_tuple");

  public OutputColumns {
    items = List.copyOf(items);
  }

  /** Columns of a parsed query. */
  public static OutputColumns of(LogicalPlan plan) {
    if (plan instanceof UnresolvedWith with) {
      return of(with.child());
    } else if (plan instanceof Project project) {
      return ofItems(seqAsJavaList(project.projectList()));
    } else if (plan instanceof Aggregate aggregate) {
      return ofItems(seqAsJavaList(aggregate.aggregateExpressions()));
    }
    return plan instanceof LeafNode || plan.children().isEmpty()
        ? new OutputColumns(List.of())
        : of(plan.children().head());
  }

  private static OutputColumns ofItems(List<? extends NamedExpression> items) {
    return new OutputColumns(items.stream().map(Expression.class::cast).toList());
  }

  /** Returns whether it selects columns that it doesn't name. */
  public boolean hasStar() {
    return items.stream().anyMatch(Star.class::isInstance);
  }

  /** How often it selects a column of this name, not counting stars. */
  public long count(String name) {
    return items.stream().filter(item -> name.equalsIgnoreCase(name(item).orElse(null))).count();
  }

  /** Where the column of this name is written, if it is. */
  public Optional<Origin> place(String name) {
    return items.stream()
        .filter(item -> name.equalsIgnoreCase(name(item).orElse(null)))
        .map(Expression::origin)
        .findFirst();
  }

  /** Why no table may have a column of this name; empty where one may. */
  public static Optional<String> refusal(String name) {
    if (name.isBlank() || name.matches("(?s).*[ ,;{}()\\n\\t=`\\p{Cntrl}].*")) {
      return Optional.of(
          "found the column %s; allowed: %s".formatted(Escaped.quoted(name), NAME_ALLOWED));
    } else if (name.startsWith("_")) {
      return Optional.of(
          "found the column '%s'; allowed: a name that doesn't start with _, which Sluice keeps for itself"
              .formatted(name));
    }
    return Optional.empty();
  }

  /**
   * Refuses columns without a name, or with one that a table can't have, and repeated names.
   *
   * @param macros those of the folder: about one that is still called there is a finding already
   */
  void check(String file, Macros macros, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (Expression item : items) {
      if (item instanceof UnresolvedAlias unnamed && !namesItself(unnamed.child())) {
        Expression written = unnamed.child();
        if (written instanceof UnresolvedFunction call
            && macros.defines(call.nameParts().last().toLowerCase(Locale.ROOT))) {
          continue;
        }
        String shown = Escaped.plain(written(written.origin()));
        findings.add(
            file,
            written.origin(),
            "found %s without a name; allowed: a name for every column, such as %s as total"
                .formatted(shown, shown));
      } else {
        for (String name : names(item)) {
          refusal(name).ifPresent(finding -> findings.add(file, item.origin(), finding));
          if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            findings.add(
                file,
                item.origin(),
                "found the column '%s' twice; allowed: every name once, whether in upper or lower case"
                    .formatted(name));
          }
        }
      }
    }
  }

  private static List<String> names(Expression item) {
    return item instanceof MultiAlias several
        ? seqAsJavaList(several.names())
        : name(item).stream().toList();
  }

  private static Optional<String> name(Expression item) {
    if (item instanceof Alias alias) {
      return Optional.of(alias.name());
    }
    return item instanceof UnresolvedAttribute column
        ? Optional.of(column.nameParts().last())
        : Optional.empty();
  }

  private static boolean namesItself(Expression item) {
    return item instanceof UnresolvedExtractValue
        || (item instanceof UnresolvedFunction function
            && NAMING.contains(function.nameParts().last().toLowerCase(Locale.ROOT)));
  }

  /** The expression as its author wrote it. */
  private static String written(Origin place) {
    return place.context().isValid() ? place.context().fragment() : "a column";
  }
}
