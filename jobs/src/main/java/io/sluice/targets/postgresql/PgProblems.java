// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.text.OneLine;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says what an error of PostgreSQL means for a run. What the server says about values is left out,
 * since they may be personal, and so is the error as a cause.
 *
 * @param export its name
 * @param file its file, for remedies
 * @param address host, port and database
 */
record PgProblems(String export, String file, String address) {
  /** Classes of SQLSTATE that the server itself may be over soon. */
  private static final List<String> PASSING = List.of("08", "53", "57", "58", "40", "55", "XX");

  /** Errors about which the server shows a value in its first line. */
  private static final String SHOWS_VALUES = "22P";

  Problem of(SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    return switch (state) {
      case "28P01", "28000" ->
          invalid(
              "it refuses the user or the password",
              "correct user and password in %s, or the environment variables that it names"
                  .formatted(file));
      case "3D000" -> invalid("there is no such database", "create it, or correct url in " + file);
      case "3F000" -> invalid("there is no such schema", "create it, or correct table in " + file);
      case "42501" ->
          invalid(said(error), "grant the user what it lacks: it creates and fills tables");
      case "23505" ->
          invalid(
              "the key in %s stands on more than one row%s".formatted(file, constraint(error)),
              "add columns to it that tell rows apart, such as the event date");
      case "23502" ->
          invalid(
              "null stands in a column that must not have it%s".formatted(column(error)),
              "choose a key without nulls in %s, or allow null in the table".formatted(file));
      case "22021", "22P05" ->
          invalid(
              "a text has the character NUL, which PostgreSQL can't store",
              "replace it in the SQL of the relation");
      default ->
          state.isEmpty() || PASSING.stream().anyMatch(state::startsWith)
              ? passing(state.startsWith("08") || state.isEmpty() ? "" : said(error))
              : invalid(said(error), "see SQLSTATE %s in PostgreSQL's manual".formatted(state));
    };
  }

  /** What to say where the connection is lost or can't be made. */
  Problem passing(String why) {
    return new Problem(
        Outcome.FAILED,
        "Cannot send %s to PostgreSQL at %s: %s; nothing of it is there, or all of it: a rerun tells and sends the rest"
            .formatted(export, address, why.isEmpty() ? "it can't be reached" : why),
        "see that PostgreSQL at %s answers, then rerun the same command".formatted(address));
  }

  Problem invalid(String why, String remedy) {
    return Problem.invalid(
        "Cannot send %s to PostgreSQL at %s: %s; %s".formatted(export, address, why, remedy));
  }

  private static String said(SQLException error) {
    String state = error.getSQLState();
    if (state.startsWith(SHOWS_VALUES)) {
      return "a value doesn't fit (SQLSTATE %s)".formatted(state);
    }
    return server(error)
        .map(ServerErrorMessage::getMessage)
        .map(OneLine::of)
        .orElse("SQLSTATE " + state);
  }

  private static String constraint(SQLException error) {
    return server(error)
        .map(ServerErrorMessage::getConstraint)
        .map(" (constraint %s)"::formatted)
        .orElse("");
  }

  private static String column(SQLException error) {
    return server(error).map(ServerErrorMessage::getColumn).map(" (%s)"::formatted).orElse("");
  }

  private static Optional<ServerErrorMessage> server(SQLException error) {
    return error instanceof PSQLException known
        ? Optional.ofNullable(known.getServerErrorMessage())
        : Optional.empty();
  }
}
