// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Documents and records of dozens of megabytes. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class JsonSizesTest {
  private static final int SIZE = 40 << 20;

  @TempDir private Path folder;

  @Test
  void large_documents_and_large_records() throws IOException {
    new PipelineFolder(folder.resolve("sql"))
        .write(
            "pipeline.yaml",
            """
            source:
              format: json
              options: {multi-line: true}
              schema: |
                id STRING NOT NULL, sold_at TIMESTAMP NOT NULL, note STRING, items ARRAY<STRUCT<n: INT, name: STRING>>
            table: orders
            key: [id]
            event-date: sold_date
            gate: {max-quarantined-ratio: 1}
            """)
        .write("rules.sql", "select note is null or note <> 'bad' as note_is_good from source")
        .write(
            "transformations.sql",
            "select id, size(items) as items, to_date(sold_at) as sold_date from source");
    Workspace workspace =
        new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
    String record =
        "{\"id\":\"r%d\",\"sold_at\":\"2026-01-05 10:00:00\",\"note\":\"" + "x".repeat(400) + "\"}";
    StringBuilder many = new StringBuilder("[");
    int records = 0;
    while (many.length() < SIZE) {
      many.append(records == 0 ? "" : ",\n").append(record.formatted(records++));
    }
    workspace.land("many.json", many.append("]").toString());
    String item = "{\"n\":123456,\"name\":\"" + "z".repeat(100) + "\"},";
    int items = SIZE / item.length();
    String begin = "{\"id\":\"%s\",\"sold_at\":\"2026-01-05 10:00:00\",\"items\":[";
    workspace.land("one.json", begin.formatted("one") + item.repeat(items) + "{\"n\":1}]}");
    workspace.land("bad.json", begin.formatted("bad") + item.repeat(items / 5) + "{\"n\":1.5}]}");
    workspace.land(
        "long.json",
        "{\"id\":\"long\",\"sold_at\":\"2026-01-05 10:00:00\",\"note\":\""
            + "y".repeat(25_000_000)
            + "\"}");
    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.report().path("rows_written").asInt()).isEqualTo(records + 1);
    assertThat(workspace.table("orders"))
        .contains(row(workspace, "one", items + 1))
        .hasSize(records + 1);
    assertThat(workspace.table("quarantine"))
        .extracting(row -> row.get("file") + " " + ((java.util.List<?>) row.get("reasons")).size())
        .containsExactlyInAnyOrder("bad.json 1", "long.json 1");
    assertThat(Files.size(workspace.in("archive/000001/one.json"))).isGreaterThan(SIZE);
  }

  private static Map<String, Object> row(Workspace workspace, String id, int items) {
    Map<String, Object> row =
        workspace.table("orders").stream()
            .filter(each -> each.get("id").equals(id))
            .findFirst()
            .orElseThrow();
    assertThat(row.get("items")).isEqualTo(items);
    return row;
  }
}
