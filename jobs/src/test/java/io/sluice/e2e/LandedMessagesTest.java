// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files as land writes them, read without any broker. */
@ExtendWith(SparkSessionExtension.class)
class LandedMessagesTest {
  private static final String YAML =
      """
      source:
        format: kafka
        topics: [notes]
        value-format: text
        schema: value STRING NOT NULL, _offset BIGINT NOT NULL, _timestamp BIGINT NOT NULL
      table: notes
      key: [position]
      event-date: noted_on
      gate: {max-quarantined-ratio: 1}
      """;

  @TempDir Path folder;

  @Test
  void texts_are_read_and_files_of_others_are_rejected(SparkSession spark) throws IOException {
    PipelineFolder pipeline =
        new PipelineFolder(folder.resolve("sql"))
            .write("pipeline.yaml", YAML)
            .write("rules.sql", "select length(value) < 10 as short from source")
            .write(
                "transformations.sql",
                "select _offset as position, value as note,"
                    + " to_date(timestamp_millis(_timestamp)) as noted_on from source");
    Workspace workspace =
        new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
    String message =
        "select %s as value, cast(null as binary) as key, cast(null as"
            + " array<struct<key: string, value: binary>>) as headers, timestamp_millis(86400000)"
            + " as timestamp, 'notes' as topic, 0 as partition, %dL as offset";
    String rows =
        String.join(
            " union all ",
            message.formatted("cast('plain' as binary)", 0),
            message.formatted("cast('\"quoted\" {' as binary)", 1),
            message.formatted("X'C3'", 2),
            message.formatted("cast(null as binary)", 3),
            message.formatted("cast('' as binary)", 4));
    land(spark, workspace, rows, "notes-0.parquet");
    land(spark, workspace, "select 1 as id", "others.parquet");
    assertThat(workspace.run("preview", "--file", "notes-0.parquet").message())
        .isEqualTo("5 records: 1 kept, 4 quarantined");
    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(workspace.table("files"))
        .extracting(row -> row.get("path") + " " + row.get("rows_read") + " " + row.get("reason"))
        .containsExactlyInAnyOrder(
            "notes-0.parquet 5 null",
            "others.parquet 0 schema_mismatch: it has no column value; put only what land writes there");
    assertThat(workspace.table("notes"))
        .extracting(row -> row.get("position") + " " + row.get("note") + " " + row.get("noted_on"))
        .containsExactlyInAnyOrder("0 plain 1970-01-02");
    assertThat(run.report().path("reasons").toString())
        .isEqualTo("{\"invalid_utf8\":1,\"short\":1,\"tombstone\":1,\"value_missing\":1}");

    pipeline.write("pipeline.yaml", YAML.replace("_offset BIGINT", "_offset STRING, more INT"));
    assertThat(workspace.run("validate").message())
        .contains("source: found the column _offset of type STRING; allowed: BIGINT");
    pipeline.write("pipeline.yaml", YAML.replace("_offset BIGINT", "_offset BIGINT, more INT"));
    assertThat(workspace.run("validate").message())
        .contains(
            "source: found the column more; allowed where value-format is text: value STRING, _key, _timestamp");
    pipeline.write(
        "pipeline.yaml",
        YAML.replace("  topics", "  files: '*.json'\n  extra-columns: reject\n  topics"));
    assertThat(workspace.run("validate").message())
        .contains("source.files: found the key; allowed: none with format: kafka")
        .contains("source.extra-columns: found the key; allowed: none with value-format: text");
  }

  @Test
  void fields_that_the_schema_lacks_are_reported_or_reject_the_file(SparkSession spark)
      throws IOException {
    String yaml =
        """
        source:
          format: kafka
          topics: [notes]
          schema: "id STRING NOT NULL, place STRUCT<lat: DOUBLE>, _offset BIGINT NOT NULL"
        table: notes
        key: [id]
        event-date: noted_on
        gate: {max-quarantined-ratio: 1}
        """;
    PipelineFolder pipeline =
        new PipelineFolder(folder.resolve("sql"))
            .write("pipeline.yaml", yaml)
            .write("rules.sql", "select length(id) < 10 as short from source")
            .write("transformations.sql", "select id, date'2026-01-05' as noted_on from source");
    Workspace workspace =
        new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
    String message =
        "select cast('%s' as binary) as value, cast(null as binary) as key, cast(null as"
            + " array<struct<key: string, value: binary>>) as headers, timestamp_millis(0)"
            + " as timestamp, 'notes' as topic, 0 as partition, %dL as offset";
    String plain = message.formatted("{\"id\":\"a\",\"place\":{\"lat\":1}}", 0);
    String more =
        String.join(
            " union all ",
            message.formatted("{\"id\":\"b\",\"place\":{\"lat\":1,\"lon\":2}}", 1),
            message.formatted("{\"id\":\"c\",\"extra\":1}", 2),
            message.formatted("{\"broken\":", 3));
    land(spark, workspace, plain, "notes-0.parquet");
    land(spark, workspace, more, "notes-1.parquet");
    RunResult run = workspace.run("transform");
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.report().path("checks").toString())
        .contains("{\"columns\":\"'broken', 'extra', 'place.lon'\",\"file\":\"notes-1.parquet\"}");
    assertThat(workspace.table("notes"))
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrder("a", "b", "c");

    pipeline.write("pipeline.yaml", yaml.replace("  topics", "  extra-columns: reject\n  topics"));
    land(spark, workspace, plain.replace("0L", "4L").replace("\"a\"", "\"d\""), "notes-2.parquet");
    land(spark, workspace, more.replace("\"b\"", "\"e\""), "notes-3.parquet");
    workspace.run("transform");
    assertThat(workspace.table("files"))
        .extracting(row -> row.get("path") + " " + row.get("rows_read") + " " + row.get("reason"))
        .contains(
            "notes-2.parquet 1 null",
            "notes-3.parquet 0 unknown_fields: field 'broken', 'extra', 'place.lon' is not in the"
                + " schema, and extra-columns is reject");
  }

  private void land(SparkSession spark, Workspace workspace, String rows, String name)
      throws IOException {
    Path written = folder.resolve(name + "-written");
    spark.sql(rows).coalesce(1).write().parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path file = files.filter(each -> each.toString().endsWith(".parquet")).findFirst().get();
      workspace.land(name, Files.readAllBytes(file));
    }
  }
}
