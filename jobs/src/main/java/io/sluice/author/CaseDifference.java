// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import org.apache.spark.sql.types.StructType;

/**
 * How a relation that came out of a case differs from what is expected.
 *
 * @param schema of what came out
 */
record CaseDifference(RowDifference rows, StructType schema) {}
