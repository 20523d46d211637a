// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.targets.Elements;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Statements on one connection, in a transaction that its owner ends. */
record PgSession(Connection connection) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Reads a row of a result. */
  interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /**
   * Carries out a statement.
   *
   * @return the number of rows that it changed
   */
  long update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values)) {
      return statement.executeLargeUpdate();
    }
  }

  <T> List<T> query(String sql, Reading<T> reading, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values);
        ResultSet found = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(reading.of(found));
      }
      return rows;
    }
  }

  /** Says whether a query finds anything. */
  boolean finds(String sql, Object... values) throws SQLException {
    return !query(sql, row -> true, values).isEmpty();
  }

  Array dates(Collection<LocalDate> dates) throws SQLException {
    return connection.createArrayOf("date", dates.toArray());
  }

  /**
   * Sends rows by COPY, in its binary format.
   *
   * @param table as SQL names it
   * @param columns those of the table that take in the rows' columns, in their order
   * @return the number of rows
   */
  long copy(String table, List<PgColumn> columns, Dataset<Row> rows) throws SQLException {
    String sql =
        "copy %s (%s) from stdin (format binary)"
            .formatted(
                table,
                columns.stream().map(PgColumn::quotedName).collect(Collectors.joining(", ")));
    try (Elements<byte[]> pieces = Elements.of(CopyRows.of(rows, columns));
        PGCopyOutputStream out =
            new PGCopyOutputStream(connection.unwrap(PGConnection.class), sql, BUFFER_BYTES)) {
      out.write(CopyBuffer.header());
      while (pieces.hasNext()) {
        out.write(pieces.next());
      }
      out.write(CopyBuffer.trailer());
      return out.endCopy();
    } catch (InterruptedIOException e) {
      throw new SQLException("interrupted", "57014", e);
    } catch (IOException e) {
      throw e.getCause() instanceof SQLException known
          ? known
          : new SQLException("the connection broke", "08006", e);
    }
  }

  private PreparedStatement prepared(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
