// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import org.apache.spark.sql.catalyst.trees.Origin;

/** A name that a query uses, in lower case, and where it is used. */
public record Mention(String name, Origin place) {}
