// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.targets.PartitionsAhead;
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
import org.apache.spark.sql.Dataset;
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
   * Sends lines of COPY's text format.
   *
   * @return the number of rows
   */
  long copy(String sql, Dataset<String> lines) throws SQLException {
    try (PartitionsAhead<byte[]> pieces =
            new PartitionsAhead<>(lines.toJavaRDD().mapPartitions(CopyPieces::new));
        PGCopyOutputStream out =
            new PGCopyOutputStream(connection.unwrap(PGConnection.class), sql, BUFFER_BYTES)) {
      while (pieces.hasNext()) {
        out.write(pieces.next());
      }
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
