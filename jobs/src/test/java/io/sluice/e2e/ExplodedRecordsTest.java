// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records that give several rows are published or quarantined whole, and counted once. */
@ExtendWith(SparkSessionExtension.class)
class ExplodedRecordsTest {
  private static final String HEADER = "id,price,quantity,sold_at,buyer\n";

  @TempDir static Path folder;

  private static Workspace workspace;
  private static RunResult transform;

  @BeforeAll
  static void run() throws IOException {
    new PipelineFolder(folder.resolve("sql"))
        .write(
            "pipeline.yaml",
            PipelineFolder.YAML
                .replace("key: [id]", "key: [id, item]")
                .replace("  personal: [buyer]\n", ""))
        .write("rules.sql", "select price > 0 as price_is_positive from source\n")
        .write(
            "transformations.sql",
            """
            select id, price, split(part, '@')[0] as item, to_date(split(part, '@')[1]) as sold_date
            from (select id, price, explode(split(buyer, ' ')) as part from source) as parts
            """);
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
    workspace.land(
        "a.csv",
        HEADER
            + order("o1", "1.00", "x@2026-01-05 y@2026-01-06")
            + order("o2", "1.00", "x@2026-01-05 y@some-day")
            + order("o3", "0.00", "x@2026-01-05 y@2026-01-06"));
    workspace.land(
        "b.csv",
        HEADER
            + order("o1", "1.00", "x@2026-01-05 y@2026-01-06")
            + order("o4", "1.00", "x@2026-01-05 x@2026-01-05"));
    workspace.land(
        "c.csv",
        HEADER
            + order("o1", "2.00", "y@2026-01-06 z@2026-01-06")
            + order("o5", "1.00", "x@2026-01-05"));
    transform = workspace.run("transform", "--files-per-batch", "2");
  }

  @Test
  void rows_are_published_once() {
    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    assertThat(shown("sales", "id", "item", "sold_date", "price"))
        .containsExactly(
            "o1 x 2026-01-05 1.00",
            "o1 y 2026-01-06 1.00",
            "o4 x 2026-01-05 1.00",
            "o5 x 2026-01-05 1.00");
  }

  @Test
  void records_are_quarantined_whole() {
    assertThat(
            workspace.table("quarantine").stream()
                .map(
                    row ->
                        row.get("file")
                            + " "
                            + ((Map<?, ?>) ((List<?>) row.get("reasons")).get(0)).get("code")
                            + " "
                            + row.get("event_date"))
                .sorted())
        .containsExactly(
            "a.csv price_is_positive 2026-01-05",
            "a.csv sql_error 2026-01-05",
            "c.csv conflicting_duplicate 2026-01-06");
  }

  @Test
  void each_record_is_counted_once() {
    assertThat(
            shown(
                "files", "path", "rows_read", "rows_written", "rows_duplicate", "rows_quarantined"))
        .containsExactly("a.csv 3 1 0 2", "b.csv 2 1 1 0", "c.csv 2 1 0 1");
  }

  @Test
  void a_record_without_a_row_fails_its_batch() throws IOException {
    Workspace other =
        new Workspace(folder.resolve("other"), folder.resolve("sql"), PipelineFolder.NAME);
    other.land("a.csv", HEADER + order("o1", "1.00", "") + order("o2", "1.00", "x@2026-01-05"));
    RunResult failed = other.run("transform");
    assertThat(failed.exitCode()).isEqualTo(2);
    assertThat(failed.message())
        .isEqualTo(
            "Cannot publish a.csv: of its 2 records 1 were written, 0 are duplicates and 0 quarantined; nothing of its batch was published; where transformations.sql explodes records, one that gives no row would be lost: use explode_outer, or a rule that quarantines it");
  }

  private static String order(String id, String price, String items) {
    return "%s,%s,,2026-01-05 10:00:00,%s\n".formatted(id, price, items);
  }

  private static Stream<String> shown(String relation, String... columns) {
    return workspace.table(relation).stream()
        .map(
            row ->
                String.join(
                    " ",
                    Stream.of(columns).map(column -> String.valueOf(row.get(column))).toList()))
        .sorted();
  }
}
