// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.Gzip;
import io.sluice.testing.LongProof;
import io.sluice.testing.ParquetFiles;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import io.sluice.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What preview says of a file is what transform then makes of it, in each format. */
@ExtendWith(SparkSessionExtension.class)
class PreviewAgreesTest {
  private static final List<String> ENGINE =
      List.of("source_file", "record_hash", "processed_timestamp");

  private static final String CSV =
      """
      id,price,quantity,sold_at,buyer
      a,1.50,2,2026-01-05 10:00:00,ann
      b,abc,1,2026-01-05 10:00:00,bob
      c,-1,1,2026-01-05 10:00:00,

      a,1.50,2,2026-01-05 10:00:00,ann
      d,2,1,2026-01-05 10:00:00,,more
      k,9,2,2026-01-05 10:00:00,bob
      k,8,2,2026-01-05 10:00:00,bob
      e,,1,2026-01-05 10:00:00,
      f,3,1,0001-01-01 00:00:00,
      g,4,,2026-01-06 23:59:59,somebody with a long name
      """;

  @TempDir private Path root;
  private PipelineFolder folder;
  private Workspace workspace;

  @BeforeEach
  void shop() {
    folder = new PipelineFolder(root.resolve("sql"));
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
  }

  @Test
  void csv() throws IOException {
    workspace.land("sales.csv", CSV);
    JsonNode preview = agrees();
    assertThat(becomes(preview))
        .startsWith("1 line 2 kept", "2 line 3 quarantined", "3 line 4 quarantined")
        .contains("4 line 6 duplicate of 1", "5 line 7 quarantined", "10 line 12 quarantined");
  }

  @LongProof
  @Test
  void compressed_csv_with_records_of_several_lines() throws IOException {
    yaml("  options: {multi-line: true}\n");
    workspace.land(
        "sales.csv.gz",
        Gzip.of(
            """
            id,price,quantity,sold_at,buyer
            "a
            b",1.50,2,2026-01-05 10:00:00,ann

            c,-1,1,2026-01-05 10:00:00,
            """));
    assertThat(becomes(agrees())).containsExactly("1 line 2 kept", "2 line 5 quarantined");
  }

  @Test
  void json_lines() throws IOException {
    yaml("  format: json\n  files: '*.json'\n");
    workspace.land(
        "sales.json",
        """
        {"id": "a", "price": 1.50, "quantity": 2, "sold_at": "2026-01-05 10:00:00", "buyer": "ann"}

        {"id": "b", "price": "abc", "sold_at": "2026-01-05 10:00:00"}
        {"id": "c", "price": -1, "sold_at": "2026-01-05 10:00:00"}
        {"id": "a", "price": 1.5, "quantity": 2, "sold_at": "2026-01-05 10:00:00", "buyer": "ann"}
        {"id": "d", "price": 2
        {"id": "k", "price": 8, "sold_at": "2026-01-05 10:00:00"}
        {"id": "k", "price": 9, "sold_at": "2026-01-05 10:00:00"}
        {"id": "e", "price": null, "sold_at": "2026-01-05 10:00:00"}
        """);
    assertThat(becomes(agrees()))
        .startsWith("1 line 1 kept", "2 line 3 quarantined", "3 line 4 quarantined")
        .contains("4 line 5 duplicate of 1", "5 line 6 quarantined", "8 line 9 quarantined");
  }

  @Test
  void a_json_document_whose_records_give_several_rows() throws IOException {
    folder.write(
        "pipeline.yaml",
        """
        source:
          format: json
          files: "*.json"
          options: {multi-line: true, records: orders}
          schema: |
            id      STRING NOT NULL,
            day     DATE NOT NULL,
            items   ARRAY<STRUCT<sku: STRING, n: INT>>
        table: sales
        key: [id, sku]
        event-date: day
        gate: {max-quarantined-ratio: 1.0}
        """);
    folder.write("rules.sql", "select size(items) > 0 as has_items from source\n");
    folder.write(
        "transformations.sql",
        "select id, day, item.sku, item.n from source lateral view explode(items) as item\n");
    workspace.land(
        "orders.json",
        """
        {"orders": [
          {"id": "a", "day": "2026-01-05", "items": [{"sku": "x", "n": 1}, {"sku": "y", "n": 2}]},
          {"id": "b", "day": "2026-01-05", "items": []},
          {"id": "a", "day": "2026-01-05", "items": [{"sku": "x", "n": 1}, {"sku": "y", "n": 2}]},
          {"id": "c", "day": "2026-01-05", "items": [{"sku": "x", "n": "many"}]},
          {"id": "d", "day": "2026-01-05", "items": [{"sku": "x", "n": 3}, {"sku": "x", "n": 4}]},
          {"id": "e", "day": "2026-01-06", "items": [{"sku": "z", "n": 1}]},
          {"id": "e", "day": "2026-01-06", "items": [{"sku": "z", "n": 2}]}
        ]}
        """);
    JsonNode preview = agrees();
    assertThat(becomes(preview))
        .startsWith("1 kept", "2 quarantined", "3 duplicate of 1", "4 quarantined");
    assertThat(preview.path("shown").get(0).path("rows")).hasSize(2);
  }

  @Test
  void parquet() throws IOException {
    yaml("  format: parquet\n  files: '*.parquet'\n");
    Path file =
        ParquetFiles.write(
            root.resolve("sales.parquet"),
            """
            optional binary id (STRING);
            optional int64 price (DECIMAL(10,2));
            optional int32 quantity;
            optional int64 sold_at (TIMESTAMP(MICROS,true));
            """,
            record("a", 150L, 2),
            record("c", -100L, 1),
            record("big", 99_900L, 2),
            record("a", 150L, 2),
            record("k", 800L, 2),
            record("k", 900L, 2),
            record(null, 100L, 1),
            record("e", null, null));
    workspace.land("sales.parquet", Files.readAllBytes(file));
    assertThat(becomes(agrees()))
        .startsWith("1 kept", "2 quarantined", "3 quarantined", "4 duplicate of 1")
        .endsWith("7 quarantined", "8 quarantined");
  }

  private static Consumer<Group> record(String id, Long price, Integer quantity) {
    return group -> {
      if (id != null) {
        group.add("id", id);
      }
      if (price != null) {
        group.add("price", price);
      }
      if (quantity != null) {
        group.add("quantity", quantity);
      }
      group.add("sold_at", Instant.parse("2026-01-05T10:00:00Z").toEpochMilli() * 1000);
    };
  }

  /** Puts lines into {@code source}, and opens the gate. */
  private void yaml(String lines) {
    folder.write("pipeline.yaml", PipelineFolder.YAML.replace("source:\n", "source:\n" + lines));
  }

  /** Previews the landed file, transforms it, and compares. */
  private JsonNode agrees() throws IOException {
    SortedMap<String, String> before = workspace.listing();
    RunResult run = workspace.run("preview", "--format", "json");
    assertThat(run.exitCode()).as(run.message()).isZero();
    assertThat(workspace.listing()).isEqualTo(before);
    JsonNode preview = Json.exact(String.join("\n", run.stdout()));
    RunResult transform = workspace.run("transform");
    assertThat(transform.exitCode()).as(transform.message()).isZero();

    Dataset<Row> table = table("sales");
    Column[] own =
        Arrays.stream(table.columns())
            .filter(name -> !ENGINE.contains(name))
            .map(name -> col("`" + name + "`"))
            .toArray(Column[]::new);
    Map<String, String> options = Map.of("ignoreNullFields", "false");
    List<String> published =
        table.select(to_json(struct(own), options)).collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    List<String> rows = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    int duplicates = 0;
    for (JsonNode record : preview.path("shown")) {
      record.path("rows").forEach(row -> rows.add(row.toString()));
      for (JsonNode why : record.path("reasons")) {
        reasons.add(why.path("code").asText() + ": " + why.path("message").asText());
      }
      duplicates += record.path("becomes").asText().equals("duplicate") ? 1 : 0;
    }
    assertThat(rows).containsExactlyInAnyOrderElementsOf(published);
    assertThat(reasons)
        .containsExactlyInAnyOrderElementsOf(
            table("quarantine")
                .select(explode(col("reasons")).as("why"))
                .select("why.code", "why.message")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0) + ": " + row.getString(1))
                .toList());
    Row ledger = table("files").select("rows_read", "rows_duplicate").collectAsList().get(0);
    assertThat(preview.path("shown").size()).isEqualTo((int) ledger.getLong(0));
    assertThat(preview.path("records").asLong()).isEqualTo(ledger.getLong(0));
    assertThat(duplicates).isEqualTo((int) ledger.getLong(1));
    return preview;
  }

  private Dataset<Row> table(String relation) {
    return SparkSessionExtension.spark()
        .read()
        .format("delta")
        .load(workspace.in("tables").resolve(relation).toString());
  }

  private static List<String> becomes(JsonNode preview) {
    List<String> found = new ArrayList<>();
    for (JsonNode record : preview.path("shown")) {
      String line = record.path("line").isNull() ? "" : " line " + record.path("line");
      String of = record.path("duplicate_of").isNull() ? "" : " of " + record.path("duplicate_of");
      found.add(record.path("record") + line + " " + record.path("becomes").asText() + of);
    }
    return found;
  }
}
