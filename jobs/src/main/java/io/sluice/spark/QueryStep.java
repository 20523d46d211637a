// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A part of a query: expressions, and the plan whose rows they are evaluated for.
 *
 * @param plan of rows for which nothing below them fails
 */
record QueryStep(LogicalPlan plan, List<Expression> expressions) {}
