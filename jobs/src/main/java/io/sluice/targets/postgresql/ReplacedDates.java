// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import java.sql.SQLException;
import java.util.List;

/** Replaces all rows of the shipment's dates, or of the whole table. */
record ReplacedDates(PgTable table, List<PgColumn> columns) implements RowReplacement {
  @Override
  public Receipt carryOut(PgSession session, Shipment shipment) throws SQLException {
    String delete = "delete from " + table.quoted();
    long deleted =
        shipment.dates().isEmpty()
            ? session.update(delete)
            : session.update(
                "%s where %s = any (?)"
                    .formatted(delete, PgColumn.quoted(shipment.dateColumn().orElseThrow())),
                session.dates(shipment.dates().get()));
    long rows = session.copy(table.quoted(), columns, shipment.rows());
    return new Receipt(rows, deleted);
  }
}
