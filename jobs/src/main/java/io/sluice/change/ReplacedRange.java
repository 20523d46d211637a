// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.util.Optional;

/**
 * Dates whose rows a backfill has replaced.
 *
 * @param dates every row of these; of {@link DateRange#ALL}, the table's columns and key as well
 * @param plan the plan that it carries out, where there was one
 */
public record ReplacedRange(DateRange dates, Optional<String> plan) {}
