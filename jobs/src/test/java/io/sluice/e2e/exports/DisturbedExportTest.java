// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.PostgresServer;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a database while a run sends rows to it. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DisturbedExportTest {
  @TempDir Path root;
  private PostgresServer server;
  private Shop shop;

  @BeforeEach
  void publish() throws IOException {
    server = PostgresServer.start();
    shop = new Shop(root);
    shop.workspace.set(server.environment());
    shop.toPostgresql("sales", "sales", "sales", "id");
    shop.workspace.land("a.csv", Shop.FIRST);
    shop.succeed("transform");
    shop.succeed("export");
    shop.workspace.land("b.csv", Shop.SECOND);
    shop.succeed("transform");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_database_that_crashes_in_the_middle_is_filled_once_it_is_back()
      throws IOException, SQLException, ExecutionException, InterruptedException {
    RunResult failed;
    try (Connection other = server.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table sales in share mode");
      failed = whileWaiting(server::crash);
    } catch (SQLException e) {
      throw new AssertionError("the crash closes no connection by an error", e);
    }
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.message())
        .startsWith("Cannot send sales to PostgreSQL at %s/postgres: ".formatted(server.address()));
    shop.fail(1, "export");
    server.restart();
    assertThat(server.query("select count(*) as n from sales")).containsExactly(Map.of("n", "4"));
    shop.succeed("export");
    assertThat(Shop.sorted(server.query("select * from sales"))).isEqualTo(shop.published("sales"));
  }

  @Test
  void a_run_that_another_has_overtaken_sends_nothing()
      throws IOException, SQLException, ExecutionException, InterruptedException {
    RunResult overtaken;
    try (Connection other = server.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(hashtextextended('\"sluice_exports\"', 0))");
      statement.execute("update sluice_exports set change = change + 1");
      overtaken = whileWaiting(other::commit);
    }
    assertThat(overtaken.exitCode()).isEqualTo(4);
    assertThat(overtaken.message())
        .isEqualTo(
            "Cannot send sales to PostgreSQL at %s/postgres: another run has sent rows there meanwhile; nothing of this one is there"
                .formatted(server.address()));
    assertThat(server.query("select count(*) as n from sales")).containsExactly(Map.of("n", "4"));
  }

  @Test
  void a_run_that_is_killed_in_the_middle_has_sent_nothing_and_shown_no_password()
      throws IOException, SQLException, InterruptedException {
    Path output = root.resolve("output.txt");
    try (Connection other = server.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table sales in share mode");
      Process killed = ExportProcess.start(root, server.environment(), output);
      while (killed.isAlive() && !isKeptWaiting()) {
        Thread.onSpinWait();
      }
      killed.destroyForcibly().waitFor();
      other.rollback();
    }
    assertThat(server.query("select count(*) as n from sales")).containsExactly(Map.of("n", "4"));

    Process second = ExportProcess.start(root, server.environment(), output);
    assertThat(second.waitFor()).isZero();
    assertThat(Shop.sorted(server.query("select * from sales"))).isEqualTo(shop.published("sales"));
    server.crash();
    shop.workspace.land("c.csv", Shop.HEADER + "g,1.00,1,2026-01-08 10:00:00,\n");
    shop.succeed("transform");
    Path failure = root.resolve("failure.txt");
    assertThat(ExportProcess.start(root, server.environment(), failure).waitFor()).isEqualTo(1);
    assertThat(output).content().contains("SUCCEEDED export shop: sales: 4 rows, 2 dates");
    assertThat(failure).content().contains("Cannot send sales to PostgreSQL at ");
    for (Path file : List.of(output, failure)) {
      assertThat(file).content().doesNotContain(PostgresServer.PASSWORD);
    }
    for (String folder : List.of("runs", "changes")) {
      assertThat(shop.workspace.texts(folder).values())
          .isNotEmpty()
          .noneMatch(text -> text.contains(PostgresServer.PASSWORD));
    }
  }

  private interface Disturbance {
    void happen() throws IOException, SQLException;
  }

  /** Runs the export, and lets something happen as soon as the database keeps it waiting. */
  private RunResult whileWaiting(Disturbance disturbance)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<RunResult> run = thread.submit(() -> shop.workspace.run("export"));
      while (!run.isDone()
          && server
              .query(
                  "select 1 from pg_stat_activity where application_name = 'sluice' and"
                      + " wait_event_type = 'Lock'")
              .isEmpty()) {
        Thread.onSpinWait();
      }
      disturbance.happen();
      return run.get();
    } finally {
      thread.shutdown();
    }
  }

  private boolean isKeptWaiting() throws SQLException {
    return !server
        .query(
            "select 1 from pg_stat_activity where application_name = 'sluice' and wait_event_type ="
                + " 'Lock'")
        .isEmpty();
  }
}
