// SPDX-License-Identifier: Apache-2.0
package io.sluice.export;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.lit;

import io.sluice.aggregate.AffectedDates;
import io.sluice.fit.ExportColumns;
import io.sluice.problem.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** Rows of a relation as an export sends them. */
final class ExportRows {
  private ExportRows() {}

  /**
   * @param relation all rows of it
   * @param dates those whose rows are sent; empty for all
   * @throws Problem INVALID where the relation doesn't have what the export's file names
   */
  static Dataset<Row> of(
      Dataset<Row> relation, ExportColumns columns, Optional<SortedSet<LocalDate>> dates) {
    List<String> mistakes = columns.mistakes(relation.schema());
    if (!mistakes.isEmpty()) {
      throw Problem.invalid(
          "Cannot send %s: mistakes in %s: %s"
              .formatted(
                  columns.export().name(), columns.export().file(), String.join("; ", mistakes)));
    }
    Dataset<Row> rows =
        dates
            .map(some -> AffectedDates.isIn(columns.dateColumn().orElseThrow(), some))
            .map(relation::where)
            .orElse(relation);
    Set<String> masked = columns.masked(relation.schema());
    return rows.select(
        columns.sent(relation.schema()).stream()
            .map(field -> masked.contains(field.name()) ? masked(field) : named(field.name()))
            .toArray(Column[]::new));
  }

  private static Column masked(StructField field) {
    return lit(null).cast(field.dataType()).as(field.name());
  }
}
