// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

/**
 * Position up to which a consumer has taken in what is published.
 *
 * @param change the last change of data that it covers
 * @param version the version of the transformed table that it read
 * @param sqlHash the hash of the SQL, or of whatever else defines its output
 */
public record ConsumerProgress(long change, long version, String sqlHash) {}
