// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.CompactedTopic;
import io.sluice.testing.KafkaBroker;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.PostgresServer;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The exports that pipelines.md shows work in the pipeline that it shows. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DocumentedExportsTest {
  private static final Pattern FILE =
      Pattern.compile(
          "cat > \\$SLUICE_(SQL|DATA)/visits/(\\S+) <<'END'\n(.*?)END\n", Pattern.DOTALL);
  private static final Pattern EXPORT =
      Pattern.compile("```yaml\n# (exports/\\S+)\n(.*?)```", Pattern.DOTALL);

  private static final Pattern MESSAGE =
      Pattern.compile("```json\n(\\{\"visit_date\".*)\n(\\{.*)\n```");

  private static final KafkaBroker BROKER = KafkaBroker.shared();

  @TempDir Path root;

  @Test
  void they_send_what_the_example_publishes() throws IOException, SQLException {
    String page = Files.readString(Pipelines.REAL.resolveSibling("docs/pipelines.md"));
    for (MatchResult file : FILE.matcher(page).results().toList()) {
      write(file.group(1).equals("SQL") ? "sql" : "data", file.group(2), file.group(3));
    }
    for (MatchResult export : EXPORT.matcher(page).results().toList()) {
      write("sql", export.group(1), export.group(2));
    }
    BROKER.createCompacted("daily_pages", 1);
    Workspace workspace = new Workspace(root.resolve("data"), root.resolve("sql"), "visits");
    try (PostgresServer server = PostgresServer.start()) {
      workspace.set(
          Map.of(
              "SHOP_DB_URL",
              server.url(),
              "SHOP_DB_USER",
              PostgresServer.USER,
              "SHOP_DB_PASSWORD",
              PostgresServer.PASSWORD,
              "KAFKA",
              BROKER.servers(),
              "LAKE",
              root.resolve("lake").toString()));
      RunResult run = workspace.run("run");
      assertThat(run.exitCode()).as(run.message()).isZero();
      RunResult sent = workspace.run("export");
      assertThat(sent.exitCode()).as(sent.message()).isZero();
      assertThat(sent.outcome())
          .startsWith(
              "SUCCEEDED export visits: pages_db: 2 rows, everything; pages_file: 2 rows,"
                  + " everything; pages_topic: 2 rows, everything; visits_lake: 3 rows, everything");
      assertThat(server.query("select page, visits, total_seconds from daily_pages order by page"))
          .containsExactly(
              Map.of("page", "/home", "visits", "2", "total_seconds", "12"),
              Map.of("page", "/shop", "visits", "1", "total_seconds", "40"));
    }
    SortedMap<String, String> rows = new CompactedTopic(BROKER, "daily_pages").rows();
    Matcher shown = MESSAGE.matcher(page);
    assertThat(shown.find()).isTrue();
    assertThat(rows).hasSize(2).containsEntry(shown.group(1), shown.group(2));
    assertThat(Files.readAllLines(root.resolve("lake/pages.csv")))
        .containsExactlyInAnyOrder(
            "visit_date,page,visits,total_seconds",
            "2026-03-02,/home,2,12",
            "2026-03-03,/shop,1,40");
    assertThat(root.resolve("lake/visits/visit_date=2026-03-02")).isDirectory();
  }

  private void write(String place, String file, String text) throws IOException {
    Path path = root.resolve(place).resolve("visits").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
