// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Updates rows by their key: those that are equal stay as they are, those whose keys are gone are
 * deleted. Rows come by COPY into a table that ends with the transaction.
 */
record UpdatedKeys(PgTable table, List<PgColumn> columns, List<String> key, PgProblems problems)
    implements RowReplacement {
  private static final String STAGED = "sluice_staged";

  @Override
  public Receipt carryOut(PgSession session, Shipment shipment) throws SQLException {
    String names = names(columns.stream().map(PgColumn::name).toList(), "%s");
    String staged = "pg_temp." + STAGED;
    session.update(
        "create temporary table %s on commit drop as select %s from %s with no data"
            .formatted(STAGED, names, table.quoted()));
    long rows = session.copy(staged, columns, shipment.rows());
    session.update("alter table %s add primary key (%s)".formatted(staged, names(key, "%s")));
    session.update("analyze " + staged);
    String sameKey =
        key.stream()
            .map(PgColumn::quoted)
            .map(column -> "old.%s = new.%s".formatted(column, column))
            .collect(Collectors.joining(" and "));
    requireOnTheseDates(session, shipment, staged, sameKey);
    String gone =
        "delete from %s as old where not exists (select 1 from %s as new where %s)"
            .formatted(table.quoted(), staged, sameKey);
    long deleted =
        shipment.dates().isEmpty()
            ? session.update(gone)
            : session.update(
                "%s and old.%s = any (?)"
                    .formatted(gone, PgColumn.quoted(shipment.dateColumn().orElseThrow())),
                session.dates(shipment.dates().get()));
    session.update(
        "insert into %s as old (%s) select %s from %s on conflict (%s) do %s"
            .formatted(table.quoted(), names, names, staged, names(key, "%s"), update()));
    return new Receipt(rows, deleted);
  }

  /** Else the row of another date would be lost, depending on the order in which they came. */
  private void requireOnTheseDates(
      PgSession session, Shipment shipment, String staged, String sameKey) throws SQLException {
    if (shipment.dates().isEmpty()) {
      return;
    }
    String date = PgColumn.quoted(shipment.dateColumn().orElseThrow());
    boolean isElsewhere =
        session.finds(
            "select 1 from %s as old join %s as new on %s where old.%s <> all (?) limit 1"
                .formatted(table.quoted(), staged, sameKey, date),
            session.dates(shipment.dates().get()));
    if (isElsewhere) {
      throw problems.invalid(
          "a key stands on two dates, of which only one was sent",
          "add %s to key in %s".formatted(shipment.dateColumn().get(), problems.file()));
    }
  }

  private String update() {
    List<String> others =
        columns.stream().map(PgColumn::name).filter(name -> !key.contains(name)).toList();
    if (others.isEmpty()) {
      return "nothing";
    }
    return "update set %s where (%s) is distinct from (%s)"
        .formatted(
            names(others, "%s = excluded.%1$s"),
            names(others, "old.%s"),
            names(others, "excluded.%s"));
  }

  private static String names(List<String> columns, String format) {
    return columns.stream()
        .map(PgColumn::quoted)
        .map(format::formatted)
        .collect(Collectors.joining(", "));
  }
}
