// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.ParquetFiles;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A file whose columns are wider than the schema's comes in once the schema is widened. */
@ExtendWith(SparkSessionExtension.class)
class ParquetRetryTest {
  private static final String YAML =
      """
      source:
        format: parquet
        schema: "id STRING NOT NULL, pieces %s NOT NULL, sold_on DATE NOT NULL"
      table: sales
      key: [id]
      event-date: sold_on
      """;

  @TempDir private Path folder;

  @LongProof
  @Test
  void a_file_of_a_wider_type_is_taken_in_after_the_schema_is_widened() throws IOException {
    PipelineFolder pipeline =
        new PipelineFolder(folder.resolve("sql"))
            .write("pipeline.yaml", YAML.formatted("INT"))
            .write("rules.sql", "select pieces > 0 as some_pieces from source")
            .write(
                "transformations.sql",
                "select id, cast(pieces as bigint) as pieces, sold_on from source");
    Workspace workspace =
        new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
    workspace.land(
        "narrow.parquet", file("int32", group -> group.append("id", "a").append("pieces", 1)));
    workspace.land(
        "wide.parquet",
        file("int64", group -> group.append("id", "b").append("pieces", 3_000_000_000L)));
    succeed(workspace.run("transform"));
    String rejected =
        "wide.parquet rejected schema_mismatch: column pieces is BIGINT, which doesn't widen to INT"
            + " of the schema 0";
    assertThat(files(workspace)).containsExactly("narrow.parquet ingested null 1", rejected);

    succeed(workspace.run("files retry", "wide.parquet"));
    succeed(workspace.run("transform"));
    assertThat(files(workspace))
        .containsExactly("narrow.parquet ingested null 1", rejected, rejected);
    assertThat(sales(workspace)).containsExactly("a 1");

    pipeline.write("pipeline.yaml", YAML.formatted("BIGINT"));
    succeed(workspace.run("files retry", "wide.parquet", "--reason", "the schema has BIGINT now"));
    succeed(workspace.run("transform"));
    assertThat(files(workspace))
        .containsExactly(
            "narrow.parquet ingested null 1", "wide.parquet ingested null 1", rejected, rejected);
    assertThat(sales(workspace)).containsExactly("a 1", "b 3000000000");

    succeed(
        workspace.run(
            "backfill", "--from", "2026-01-05", "--to", "2026-01-05", "--reason", "to be sure"));
    assertThat(sales(workspace)).containsExactly("a 1", "b 3000000000");
    succeed(workspace.run("doctor"));
  }

  private byte[] file(String type, Consumer<Group> record) throws IOException {
    String columns =
        "required binary id (STRING); required %s pieces; required int32 sold_on (DATE);"
            .formatted(type);
    return Files.readAllBytes(
        ParquetFiles.write(
            folder.resolve("written.parquet"),
            columns,
            group -> {
              record.accept(group);
              group.append("sold_on", 20_458);
            }));
  }

  private static List<String> files(Workspace workspace) {
    return workspace.table("files").stream()
        .map(
            row ->
                "%s %s %s %s"
                    .formatted(
                        row.get("path"),
                        row.get("status"),
                        row.get("reason"),
                        row.get("rows_written")))
        .sorted()
        .toList();
  }

  private static List<String> sales(Workspace workspace) {
    return workspace.table("sales").stream()
        .map(row -> row.get("id") + " " + row.get("pieces"))
        .sorted()
        .toList();
  }

  private static void succeed(RunResult run) {
    assertThat(run.exitCode()).as(run.outcome()).isZero();
  }
}
