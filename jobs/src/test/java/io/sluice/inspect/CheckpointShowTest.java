// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.Folders;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import io.sluice.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command checkpoint show, on checkpoints that runs have made, whole and damaged. */
@ExtendWith(SparkSessionExtension.class)
class CheckpointShowTest {
  @TempDir private static Path made;
  @TempDir private Path root;
  private Workspace workspace;
  private Path checkpoints;

  @BeforeAll
  static void run(SparkSession spark)
      throws IOException, TimeoutException, StreamingQueryException {
    new PipelineFolder(made.resolve("sql"))
        .write("aggregations/daily.sql", "select count(*) as sales from sales");
    Workspace shop = new Workspace(made.resolve("data"), made.resolve("sql"), PipelineFolder.NAME);
    for (int day = 5; day < 7; day++) {
      shop.land(
          day + ".csv",
          "id,price,quantity,sold_at,buyer\n%d,1.00,,2026-01-0%d 10:00:00,ann\n"
              .formatted(day, day));
      RunResult run = shop.run("transform");
      assertThat(run.exitCode()).as(run.outcome()).isZero();
    }
    assertThat(shop.run("aggregate").exitCode()).isZero();
    spark
        .readStream()
        .format("rate-micro-batch")
        .option("rowsPerBatch", 50)
        .load()
        .withWatermark("timestamp", "10 minutes")
        .dropDuplicates("value")
        .writeStream()
        .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (rows, id) -> rows.count())
        .trigger(Trigger.AvailableNow())
        .option("checkpointLocation", shop.in("checkpoints/with_state").toString())
        .start()
        .awaitTermination();
  }

  @BeforeEach
  void copy() throws IOException {
    Folders.copy(made, root.resolve("shop"));
    workspace =
        new Workspace(root.resolve("shop/data"), root.resolve("shop/sql"), PipelineFolder.NAME);
    checkpoints = workspace.in("checkpoints");
  }

  @Test
  void showsHowFarEachStreamIs() throws IOException {
    SortedMap<String, String> before = workspace.listing();

    RunResult shown = workspace.run("checkpoint show");

    assertThat(shown.exitCode()).isZero();
    String id =
        Json.parse(Files.readString(checkpoints.resolve("transform/metadata"))).path("id").asText();
    assertThat(shown.stdout())
        .contains(
            "checkpoint     aggregate",
            "checkpoint     transform",
            "checkpoint     with_state",
            "stream         " + id,
            "micro-batches  up to 1, all committed",
            "state          none",
            "batch  committed  started                   watermark  offsets")
        .anyMatch(line -> line.matches("1 +yes +2\\S+Z +- +\\{\"logOffset\":1}"))
        .anyMatch(
            line ->
                line.matches("source 0 +2 log files, the last names file:.*/batches/000002.json"))
        .anyMatch(
            line -> line.matches("state 0 +version 1 in \\d partitions?, \\d+ files?, \\d+ bytes"))
        .noneMatch(line -> line.contains("damaged"));
    assertThat(workspace.listing()).isEqualTo(before);
  }

  @Test
  void aProgramGetsTheSame() throws IOException {
    JsonNode transform = json("transform");

    assertThat(transform.path("there").asBoolean()).isTrue();
    assertThat(transform.path("not_committed").isNull()).isTrue();
    assertThat(transform.path("batches")).hasSize(2);
    assertThat(transform.at("/batches/1/batch").asInt()).isEqualTo(1);
    assertThat(transform.at("/batches/1/committed").asBoolean()).isTrue();
    assertThat(transform.at("/batches/1/offsets/0/logOffset").asInt()).isEqualTo(1);
    assertThat(transform.at("/sources/0/last").asText()).endsWith("/batches/000002.json");
    assertThat(transform.path("state")).isEmpty();
    assertThat(transform.path("damaged")).isEmpty();
    JsonNode state = json("with_state").path("state").path(0);
    assertThat(state.path("operator").asText()).isEqualTo("0");
    assertThat(state.path("partitions").asInt()).isPositive();
    assertThat(state.path("bytes").asLong()).isPositive();
  }

  @Test
  void aMicroBatchThatHasNotEndedIsNamed() throws IOException {
    delete("transform/commits/1");

    assertThat(lines("transform"))
        .contains("micro-batches  1 is started and not committed: the next run does it again")
        .anyMatch(line -> line.matches("1 +no +2.*"))
        .noneMatch(line -> line.contains("damaged"));
    assertThat(json("transform").path("not_committed").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsDamagedIsNamedWithWhatItMeans() throws IOException {
    Path offsets = checkpoints.resolve("transform/offsets/1");
    Files.writeString(offsets, Files.readString(offsets).substring(0, 10));
    delete("transform/offsets/.1.crc");
    Files.writeString(checkpoints.resolve("transform/sources/0/1"), "v1\n{");
    Files.writeString(checkpoints.resolve("transform/metadata"), "{");
    delete("transform/.metadata.crc");

    RunResult shown = workspace.run("checkpoint show", "--checkpoint", "transform");

    String anew =
        "; the stream can't go on from here: the next run with work to do moves the checkpoint aside and starts a new one";
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.stdout())
        .contains(
            "damaged        metadata: it has no id of a stream" + anew,
            "damaged        offsets/1: it is empty or cut off" + anew,
            "damaged        sources/0/1: it isn't what its checksum says" + anew,
            "What is damaged costs time, never data: a checkpoint says when there is work, and the change log what is done.",
            "./sluice doctor --pipeline shop --repair moves a damaged one aside at once.")
        .anyMatch(line -> line.matches("1 +yes +- +- +not known"));
  }

  @Test
  void whatIsMissingIsNamedWithWhatItMeans() throws IOException {
    delete("transform/metadata");
    delete("transform/offsets/1");
    delete("aggregate/offsets/0");
    Folders.delete(checkpoints.resolve("with_state"));

    assertThat(lines("transform"))
        .contains(
            "damaged        metadata: it is missing; the stream gives itself another id and goes on")
        .anyMatch(
            line ->
                line.startsWith(
                    "damaged        offsets/1: it is missing, and its commit is there;"));
    assertThat(json("aggregate").path("damaged").path(0).path("file").asText())
        .isEqualTo("offsets/0");
    Folders.delete(checkpoints.resolve("transform"));
    assertThat(lines("transform"))
        .containsExactly(
            "checkpoint  transform",
            "            not there: the next run with work to do makes a new one; no data is lost",
            "");
    Files.writeString(checkpoints.resolve("transform"), "no folder");
    assertThat(lines("transform"))
        .anyMatch(line -> line.startsWith("damaged        .: it is no folder;"));
  }

  @Test
  void stateThatAPartitionLacksIsNamed() throws IOException {
    delete("with_state/state/0/0/1.zip");

    assertThat(lines("with_state"))
        .contains(
            "damaged        state/0/0: it ends at version 0, and others at 1; the stream can't go on from its last state");
  }

  @Test
  void anUnknownNameIsRefused() throws IOException {
    RunResult refused = workspace.run("checkpoint show", "--checkpoint", "transfrom");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot show the checkpoint 'transfrom': shop has no stream of that name; it has aggregate, transform, with_state");
  }

  private List<String> lines(String checkpoint) throws IOException {
    RunResult shown = workspace.run("checkpoint show", "--checkpoint", checkpoint);
    assertThat(shown.exitCode()).as(shown.outcome()).isZero();
    return shown.stdout().subList(0, shown.stdout().size() - 1);
  }

  private JsonNode json(String checkpoint) throws IOException {
    RunResult shown = workspace.run("checkpoint show", "--checkpoint", checkpoint, "--json");
    assertThat(shown.exitCode()).isZero();
    JsonNode checkpoints = Json.parse(String.join("\n", shown.stdout())).path("checkpoints");
    assertThat(checkpoints).hasSize(1);
    assertThat(checkpoints.path(0).path("name").asText()).isEqualTo(checkpoint);
    return checkpoints.path(0);
  }

  private void delete(String file) throws IOException {
    Files.delete(checkpoints.resolve(file));
  }
}
