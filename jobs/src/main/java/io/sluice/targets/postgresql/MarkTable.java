// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.targets.Mark;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The table that says which change of which log each export of a database has: it is written in the
 * same transaction as the rows.
 *
 * @param table beside the export's own
 */
record MarkTable(PgTable table, String pipeline, String export) {
  static final String NAME = "sluice_exports";

  /**
   * What it has noted.
   *
   * @param target the table that was filled
   */
  record Entry(String target, Mark mark) {}

  Optional<Entry> read(PgSession session) throws SQLException {
    if (!table.exists(session)) {
      return Optional.empty();
    }
    return session
        .query(
            "select target, definition, change, run_id from %s where pipeline = ? and export = ?"
                .formatted(table.quoted()),
            row ->
                new Entry(
                    row.getString(1), new Mark(row.getString(2), row.getLong(3), row.getString(4))),
            pipeline,
            export)
        .stream()
        .findFirst();
  }

  /**
   * Keeps everybody else who fills an export beside this table waiting until the transaction ends.
   */
  void lock(PgSession session) throws SQLException {
    session.query(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> true, table.quoted());
  }

  void write(PgSession session, Entry entry) throws SQLException {
    if (!table.exists(session)) {
      session.update(
          ("create table %s (pipeline text, export text, target text not null,"
                  + " definition text not null, change bigint not null, run_id text not null,"
                  + " sent_at timestamptz not null, primary key (pipeline, export))")
              .formatted(table.quoted()));
    }
    session.update(
        ("insert into %s values (?, ?, ?, ?, ?, ?, now()) on conflict (pipeline, export) do update"
                + " set target = excluded.target, definition = excluded.definition,"
                + " change = excluded.change, run_id = excluded.run_id, sent_at = excluded.sent_at")
            .formatted(table.quoted()),
        pipeline,
        export,
        entry.target(),
        entry.mark().definition(),
        entry.mark().change(),
        entry.mark().runId());
  }
}
