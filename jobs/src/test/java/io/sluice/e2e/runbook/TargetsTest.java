// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Transactions;
import io.sluice.testing.LongProof;
import io.sluice.testing.PostgresServer;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call finds that a database doesn't have what is published. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class TargetsTest {
  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Scenario("A target is behind")
  void a_database_that_was_down_gets_what_it_lacks() throws IOException, SQLException {
    Path exports = Files.createDirectories(onCall.in("sql/transactions/exports"));
    Files.writeString(
        exports.resolve("daily.yaml"),
        """
        relation: daily_category_metrics
        postgresql: {url: "${DB_URL}", user: "${DB_USER}", password: "${DB_PASSWORD}", table: daily}
        """);
    try (PostgresServer server = PostgresServer.start()) {
      onCall.workspace().set(server.environment());
      onCall.workspace().land("1.csv", Transactions.file(1, 10));
      onCall.takeIn(1);
      onCall.succeeds("aggregate");
      server.crash();
      onCall.sees(1, "export");
      assertThat(onCall.types("status").stdout())
          .anyMatch(line -> line.startsWith("exports "))
          .anyMatch(line -> line.startsWith("export: Cannot send daily to PostgreSQL at "));

      server.restart();
      onCall.types("export", "!--again");
      requireAll(server);
      server.execute("delete from daily");
      onCall.with("EXPORT", "daily").types("export", "--again");
      requireAll(server);
    }
  }

  @Test
  @Scenario(page = "operations.md", value = "Exports")
  void targets_get_what_they_lack_one_of_them_or_everything_anew() throws IOException {
    Path exports = Files.createDirectories(onCall.in("sql/transactions/exports"));
    for (String name : List.of("daily", "metrics")) {
      Files.writeString(
          exports.resolve(name + ".yaml"),
          "relation: daily_category_metrics\nfile: {path: %s}\n"
              .formatted(onCall.in(name + ".csv")));
    }
    onCall.workspace().land("1.csv", Transactions.file(1, 10));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    assertThat(onCall.types("export", "!--export").verdict())
        .isEqualTo("RUN daily: everything (never sent); metrics: everything (never sent)");
    List<String> sent = Files.readAllLines(onCall.in("daily.csv"));
    assertThat(sent)
        .hasSize(1 + onCall.workspace().table("daily_category_metrics").size())
        .isEqualTo(Files.readAllLines(onCall.in("metrics.csv")));
    assertThat(onCall.types("export", "--export", "!--again").verdict()).startsWith("NO-OP ");
    Files.writeString(onCall.in("daily.csv"), "spoiled");
    assertThat(onCall.types("export", "--again").verdict())
        .isEqualTo("RUN daily: everything (asked for)");
    assertThat(onCall.in("daily.csv")).content().hasLineCount(sent.size());
  }

  private void requireAll(PostgresServer server) throws SQLException {
    int rows = onCall.workspace().table("daily_category_metrics").size();
    assertThat(server.query("select count(*) as n from daily"))
        .containsExactly(Map.of("n", String.valueOf(rows)));
  }
}
