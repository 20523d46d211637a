// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.pipeline.DeferredText;
import io.sluice.pipeline.Destination;
import io.sluice.problem.Problem;
import io.sluice.targets.Mark;
import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import io.sluice.targets.Target;
import io.sluice.targets.TargetContext;
import io.sluice.text.Escaped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.postgresql.Driver;

/**
 * A table of PostgreSQL. Rows and mark come in one transaction, so that readers see all of a run or
 * nothing, and a killed one leaves nothing or all.
 */
public final class PostgresqlTarget implements Target {
  private static final Logger log = LogManager.getLogger(PostgresqlTarget.class);

  private final Destination.Postgresql destination;
  private final TargetContext context;
  private final PgProblems problems;
  private final PgTable table;
  private final MarkTable marks;
  private final Connection connection;
  private final PgSession session;
  private Optional<MarkTable.Entry> found = Optional.empty();

  private PostgresqlTarget(
      Destination.Postgresql destination,
      TargetContext context,
      PgProblems problems,
      Connection connection) {
    this.destination = destination;
    this.context = context;
    this.problems = problems;
    this.connection = connection;
    this.session = new PgSession(connection);
    this.table = new PgTable(destination.table());
    this.marks =
        new MarkTable(table.beside(MarkTable.NAME), context.pipeline(), context.export().name());
  }

  /**
   * Connects.
   *
   * @throws Problem FAILED where the server doesn't answer, INVALID where it can't be used
   */
  public static PostgresqlTarget open(Destination.Postgresql destination, TargetContext context) {
    String url = destination.url().value("url in " + context.file());
    Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw Problem.invalid(
          "Cannot send %s: url in %s is no URL of PostgreSQL; write it as jdbc:postgresql://host:port/database"
              .formatted(context.export().name(), context.file()));
    }
    String address =
        "%s:%s/%s"
            .formatted(
                parsed.getProperty("PGHOST"),
                parsed.getProperty("PGPORT"),
                parsed.getProperty("PGDBNAME"));
    PgProblems problems =
        new PgProblems(context.export().name(), context.file(), Escaped.plain(address));
    try {
      Connection connection = new Driver().connect(url, settings(destination, context));
      connection.setAutoCommit(false);
      return new PostgresqlTarget(destination, context, problems, connection);
    } catch (SQLException e) {
      throw problems.of(e);
    }
  }

  private static Properties settings(Destination.Postgresql destination, TargetContext context) {
    Properties settings = new Properties();
    put(settings, "user", destination.user(), context);
    put(settings, "password", destination.password(), context);
    settings.setProperty("ApplicationName", "sluice");
    settings.setProperty("connectTimeout", "10" /* seconds */);
    settings.setProperty("tcpKeepAlive", "true");
    return settings;
  }

  private static void put(
      Properties settings, String name, Optional<DeferredText> value, TargetContext context) {
    value.ifPresent(
        text -> settings.setProperty(name, text.value("%s in %s".formatted(name, context.file()))));
  }

  @Override
  public String title() {
    return "table %s at %s".formatted(table.name(), problems.address());
  }

  @Override
  public Optional<Mark> mark(Optional<Mark> logged) {
    try {
      found = marks.read(session);
      boolean exists = table.exists(session);
      connection.rollback(); // nothing stays open while Spark works
      return found
          .filter(entry -> exists && entry.target().equals(table.name()))
          .map(MarkTable.Entry::mark);
    } catch (SQLException e) {
      throw problems.of(e);
    }
  }

  @Override
  public Receipt take(Shipment shipment) {
    List<String> refused = new ArrayList<>();
    List<PgColumn> columns = PgColumn.of(shipment.rows().schema(), refused);
    if (!refused.isEmpty()) {
      throw problems.invalid(
          "PostgreSQL has no type for a column: " + String.join(", ", refused),
          "leave it out by columns in " + context.file());
    }
    try {
      try {
        Receipt receipt = taken(shipment, columns);
        connection.commit();
        return receipt;
      } catch (Exception e) { // Spark throws what Java can't foresee
        rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw problems.of(e);
    }
  }

  private Receipt taken(Shipment shipment, List<PgColumn> columns) throws SQLException {
    marks.lock(session);
    requireNotOvertaken();
    boolean isNew = !table.exists(session);
    if (isNew && shipment.dates().isPresent()) {
      throw problems.passing("table %s was dropped meanwhile".formatted(table.name()));
    }
    Receipt receipt =
        isNew ? filled(shipment, columns) : replacement(columns).carryOut(session, shipment);
    marks.write(session, new MarkTable.Entry(table.name(), shipment.mark()));
    return receipt;
  }

  private void requireNotOvertaken() throws SQLException {
    if (!marks.read(session).equals(found)) {
      throw Problem.busy(
          "Cannot send %s to PostgreSQL at %s: another run has sent rows there meanwhile; nothing of this one is there"
              .formatted(context.export().name(), problems.address()));
    }
  }

  /** Indexes are made once the rows are there: it is faster. */
  private Receipt filled(Shipment shipment, List<PgColumn> columns) throws SQLException {
    session.update(
        "create table %s (%s)"
            .formatted(
                table.quoted(),
                columns.stream().map(PgColumn::definition).collect(Collectors.joining(", "))));
    long rows = session.copy(table.quoted(), columns, shipment.rows());
    if (!destination.key().isEmpty()) {
      session.update(
          "alter table %s add primary key (%s)"
              .formatted(
                  table.quoted(),
                  destination.key().stream()
                      .map(PgColumn::quoted)
                      .collect(Collectors.joining(", "))));
    }
    if (shipment.dateColumn().isPresent()) {
      session.update(
          "create index on %s (%s)"
              .formatted(table.quoted(), PgColumn.quoted(shipment.dateColumn().get())));
    }
    return new Receipt(rows, 0);
  }

  private RowReplacement replacement(List<PgColumn> columns) throws SQLException {
    if (found.filter(entry -> entry.target().equals(table.name())).isEmpty()
        && table.hasRows(session)) {
      throw problems.invalid(
          "table %s has rows that this export hasn't sent".formatted(table.name()),
          "empty it, or choose another table in " + context.file());
    }
    List<String> differences = table.differences(session, columns);
    if (!differences.isEmpty()) {
      throw problems.invalid(
          "table %s doesn't fit relation %s: %s"
              .formatted(table.name(), context.export().relation(), String.join("; ", differences)),
          "alter or drop the table, or choose columns in " + context.file());
    }
    List<PgColumn> there = table.columns(session, columns);
    if (destination.key().isEmpty()) {
      return new ReplacedDates(table, there);
    }
    if (!table.isUniqueBy(session, destination.key())) {
      throw problems.invalid(
          "table %s has no primary key or unique constraint on %s"
              .formatted(table.name(), String.join(", ", destination.key())),
          "add one, or correct key in " + context.file());
    }
    return new UpdatedKeys(table, there, destination.key(), problems);
  }

  private void rollback() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      log.debug("Cannot roll back: {}", e.getSQLState());
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      log.debug("Cannot close the connection: {}", e.getSQLState());
    }
  }
}
