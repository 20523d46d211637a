// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

/**
 * What an aggregation was last computed from.
 *
 * @param change the last change of data that it covers
 * @param version the version of the transformed table that it read
 * @param sqlHash the hash of the SQL that computed it
 */
public record AggregationProgress(long change, long version, String sqlHash) {}
