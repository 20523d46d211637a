// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

/**
 * What became of a shipment.
 *
 * @param rows number of rows that were sent
 * @param deleted number of rows that the target had before and has no more, or that others took the
 *     place of
 */
public record Receipt(long rows, long deleted) {}
