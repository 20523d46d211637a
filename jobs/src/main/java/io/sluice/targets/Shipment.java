// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows on their way to a target.
 *
 * @param rows those that take the place of others
 * @param dateColumn the column that says on which date a row is, where the relation has dates
 * @param dates the dates whose rows these are, also those that have none any more; empty where
 *     these are all rows of the relation
 * @param before the rows of the same dates that the target has by its mark, as they were published
 *     then; empty where all it has is to be replaced by these
 * @param mark what the target is to note
 */
public record Shipment(
    Dataset<Row> rows,
    Optional<String> dateColumn,
    Optional<SortedSet<LocalDate>> dates,
    Optional<Supplier<Dataset<Row>>> before,
    Mark mark) {}
