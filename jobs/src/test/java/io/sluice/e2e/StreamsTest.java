// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reports tell of the streams that runs drive. */
@ExtendWith(SparkSessionExtension.class)
class StreamsTest {
  @TempDir private Path data;
  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace(data, Pipelines.REAL, "events");
  }

  @Test
  void eachJobReportsTheStreamThatItDrives() throws IOException {
    RunResult generate = workspace.run("generate", "--rows", "30", "--files", "3");
    assertThat(generate.exitCode()).as(generate.outcome()).isZero();
    requireStream(generate.report().path("streams").path(0), "generate", 1, 30);

    RunResult transform = workspace.run("transform", "--files-per-batch", "1");
    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    assertThat(transform.report().path("batches").asInt()).isEqualTo(3);
    requireStream(transform.report().path("streams").path(0), "transform", 1, 3);

    assertThat(workspace.run("transform").report().path("streams")).isEmpty();
  }

  @Test
  void aRunReportsThoseOfTheJobsInIt() throws IOException {
    workspace.land(
        "one.json",
        """
        {"event_id": "e1", "event_type": "view", "user_id": "ann", "page": "/p/01", "occurred_at": "2026-01-05T10:00:00Z"}
        """);
    RunResult run = workspace.run("run");
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    JsonNode streams = run.report().path("streams");
    assertThat(streams).hasSize(2);
    requireStream(streams.path(0), "transform", 1, 1);
    requireStream(streams.path(1), "aggregate", 1, 1);
  }

  private static void requireStream(JsonNode stream, String name, int batches, int rows) {
    List<String> fields = new ArrayList<>();
    stream.fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactly(
            "name",
            "batches",
            "input_rows",
            "input_rows_per_second",
            "processed_rows_per_second",
            "durations_ms",
            "state",
            "watermark");
    assertThat(stream.path("name").asText()).isEqualTo(name);
    assertThat(stream.path("batches").asInt()).as(name).isEqualTo(batches);
    assertThat(stream.path("input_rows").asInt()).as(name).isEqualTo(rows);
    assertThat(stream.path("processed_rows_per_second").asDouble()).as(name).isPositive();
    JsonNode durations = stream.path("durations_ms");
    assertThat(durations.path("addBatch").asLong())
        .as(name)
        .isPositive()
        .isLessThanOrEqualTo(durations.path("triggerExecution").asLong());
    assertThat(stream.path("state")).as(name).isEmpty();
    assertThat(stream.path("watermark").isNull()).as(name).isTrue();
  }
}
