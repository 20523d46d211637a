// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people decide about files, and what becomes of it. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DecisionsTest {
  private static final Instant LATER = Instant.parse("2024-03-05T00:00:00Z");

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = Readings.workspace(folder.resolve("data"));
  }

  @Test
  void a_rejected_file_is_left_out_and_the_rest_of_its_batch_goes_through() throws IOException {
    workspace.land("readings-good.csv", good("s1"));
    workspace.land("readings-bad.csv", bad());
    SortedMap<String, String> before = withoutStreams();
    RunResult refused = workspace.run("transform");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot publish batch 1: 11 of its 12 records are bad (91.7 %), more than"
                + " max-quarantined-ratio 0.5 allows; nothing of it was published; worst files:"
                + " readings-bad.csv (11 of 11); reasons: celsius_type (11, such as celsius: 'hot'"
                + " is no DOUBLE)");
    assertThat(refused.report().path("next_step").asText())
        .isEqualTo(
            "correct source in pipeline.yaml, its types and formats, where it is wrong and rerun; or give up what is bad, and the rest of"
                + " the batch goes through: ./sluice files reject 'readings-bad.csv' --pipeline"
                + " readings --reason '…'; or let all of it pass: ./sluice transform --pipeline"
                + " readings --max-quarantined-ratio 0.92 --reason '…'");
    SortedMap<String, String> after = withoutStreams();
    after
        .keySet()
        .removeIf(
            path ->
                path.endsWith(".parquet") || path.endsWith(".crc") || path.startsWith("batches/"));
    assertThat(after).isEqualTo(before);

    RunResult rejected = workspace.run("files reject", "readings-b*", "--reason", "broken sensor");
    assertThat(rejected.verdict()).isEqualTo("RUN reject 1 file");
    assertThat(rejected.outcome())
        .matches(
            "SUCCEEDED files readings: 1 decision recorded; [0-9.]+ s; next: ./sluice transform --pipeline readings");
    RunResult again = workspace.run("files reject", "readings-b*", "--reason", "broken sensor");
    assertThat(again.verdict())
        .isEqualTo("NO-OP nothing to reject: that was decided about 1 file before");
    assertThat(again.exitCode()).isZero();

    assertThat(succeed("transform").outcome())
        .startsWith(
            "SUCCEEDED transform readings: 1 file (and 1 rejected), 1 row read, 1 written, 0 duplicate, 0 quarantined; 1 date touched; ");
    assertThat(ledger("path", "status", "reason"))
        .containsExactlyInAnyOrder(
            row("path", "readings-good.csv", "status", "ingested", "reason", "null"),
            row(
                "path", "readings-bad.csv",
                "status", "rejected",
                "reason", "rejected by " + who() + ": broken sensor"));
    assertThat(workspace.texts("archive").keySet())
        .containsExactly("000001/readings-bad.csv", "000001/readings-good.csv");
    assertThat(decisions()).containsExactly("reject readings-bad.csv of batch 1: broken sensor");
    succeed("aggregate");
    succeed("quality");
  }

  @Test
  void what_is_in_a_noted_file_s_place_is_taken_when_accepted() throws IOException {
    workspace.land("readings-1.csv", good("s1"));
    workspace.land("readings-2.csv", bad());
    workspace.land("readings-3.csv", good("s3"));
    assertThat(workspace.run("transform").exitCode()).isEqualTo(3);
    String corrected = good("s2");
    workspace.land("readings-2.csv", corrected.getBytes(StandardCharsets.UTF_8), LATER);
    Files.delete(workspace.in("landing/readings-3.csv"));
    assertThat(workspace.run("transform").exitCode()).isEqualTo(5);
    assertThat(statuses())
        .containsExactly("open readings-1.csv", "changed readings-2.csv", "gone readings-3.csv");

    assertThat(workspace.run("files accept", "readings-1.csv", "--reason", "?").message())
        .isEqualTo(
            "Cannot accept 'readings-1.csv': no changed file matches; there is readings-2.csv");
    assertThat(workspace.run("files accept", "readings-3.csv", "--reason", "?").message())
        .isEqualTo(
            "Cannot accept readings-3.csv: it is gone; to do without it, write files accept 'readings-3.csv' --missing");
    succeed("files accept", "*", "--reason", "sent again");
    succeed("files accept", "*", "--missing", "--reason", "sent by mistake");
    assertThat(statuses())
        .containsExactly("open readings-1.csv", "open readings-2.csv", "rejected readings-3.csv");
    succeed("transform");

    assertThat(ledger("path", "size", "status", "reason"))
        .containsExactlyInAnyOrder(
            row(
                "path",
                "readings-1.csv",
                "size",
                corrected.length(),
                "status",
                "ingested",
                "reason",
                "null"),
            row(
                "path",
                "readings-2.csv",
                "size",
                corrected.length(),
                "status",
                "ingested",
                "reason",
                "null"),
            row(
                "path",
                "readings-3.csv",
                "size",
                corrected.length(),
                "status",
                "rejected",
                "reason",
                "missing, accepted by " + who() + ": sent by mistake"));
    assertThat(workspace.table("files"))
        .filteredOn(file -> file.get("path").equals("readings-2.csv"))
        .extracting(file -> file.get("modified_at"))
        .containsExactly(LATER);
    assertThat(workspace.texts("archive"))
        .isEqualTo(Map.of("000001/readings-1.csv", good("s1"), "000001/readings-2.csv", corrected));
    assertThat(workspace.run("transform").verdict())
        .isEqualTo("NO-OP nothing landed since batch 1");
  }

  @Test
  void other_content_in_a_rejected_file_s_place_is_a_new_delivery() throws IOException {
    workspace.land("readings-1.csv", good("s1"));
    workspace.land("readings-2.csv", bad());
    assertThat(workspace.run("transform").exitCode()).isEqualTo(3);
    workspace.land("readings-2.csv", good("s2").getBytes(StandardCharsets.UTF_8), LATER);
    succeed("files reject", "readings-2.csv", "--reason", "corrected since");

    assertThat(succeed("transform").verdict())
        .matches("RESUME batch 1 \\(2 files, started by run .*\\), then 1 file in 1 batch");

    assertThat(ledger("path", "batch_id", "status"))
        .containsExactlyInAnyOrder(
            row("path", "readings-1.csv", "batch_id", 1, "status", "ingested"),
            row("path", "readings-2.csv", "batch_id", 1, "status", "rejected"),
            row("path", "readings-2.csv", "batch_id", 2, "status", "ingested"));
    assertThat(workspace.texts("archive").keySet())
        .containsExactly("000001/readings-1.csv", "000002/readings-2.csv");
  }

  @Test
  void rejected_files_are_retried_each_as_a_batch_of_its_own() throws IOException {
    landTwoWithFurtherColumns();
    succeed("transform");
    succeed("aggregate");
    assertThat(workspace.run("quality").message())
        .isEqualTo(
            "Cannot call readings good: rejected_files (2 violations); it is published, but nothing downstream should use it");

    workspace.use(corrected("  extra-columns: report"));
    workspace.land("readings-2.csv", good("s4"));
    assertThat(workspace.run("files retry", "--all").message())
        .isEqualTo(
            "Cannot retry readings-2.csv: another file is in its place in landing/; run transform first, or move that one away; nothing was changed");
    Files.delete(workspace.in("landing/readings-2.csv"));
    assertThat(succeed("files retry", "--all").verdict()).isEqualTo("RUN retry 2 files");
    assertThat(workspace.run("files retry", "--all").verdict())
        .isEqualTo("NO-OP nothing to retry: that was decided about 2 files before");
    assertThat(workspace.texts("archive").keySet()).containsExactly("000001/readings-1.csv");
    assertThat(succeed("transform").verdict()).isEqualTo("RUN 2 files in 2 batches");

    assertThat(ledger("path", "batch_id", "status"))
        .containsExactlyInAnyOrder(
            row("path", "readings-1.csv", "batch_id", 1, "status", "ingested"),
            row("path", "readings-2.csv", "batch_id", 1, "status", "rejected"),
            row("path", "readings-3.csv", "batch_id", 1, "status", "rejected"),
            row("path", "readings-2.csv", "batch_id", 2, "status", "ingested"),
            row("path", "readings-3.csv", "batch_id", 3, "status", "ingested"));
    assertThat(workspace.texts("archive").keySet())
        .containsExactly("000001/readings-1.csv", "000002/readings-2.csv", "000003/readings-3.csv");
    succeed("aggregate");
    succeed("quality");
    assertThat(workspace.run("transform").verdict())
        .isEqualTo("NO-OP nothing landed since batch 3");
    assertThat(Files.readString(workspace.in("changes/000007.json")))
        .doesNotContain("decisions\" : [");
  }

  @Test
  void without_an_archive_rejected_files_are_retried_where_they_lie() throws IOException {
    workspace.use(corrected("  extra-columns: reject\n  archive: false"));
    landTwoWithFurtherColumns();
    succeed("transform");
    assertThat(workspace.run("transform").verdict()).startsWith("NO-OP ");

    workspace.use(corrected("  extra-columns: report\n  archive: false"));
    succeed("files retry", "readings-3.csv", "--reason", "the schema is right now");
    assertThat(succeed("transform").verdict()).isEqualTo("RUN 1 file in 1 batch");
    assertThat(workspace.run("transform").verdict()).startsWith("NO-OP ");

    assertThat(ledger("path", "batch_id", "status"))
        .containsExactlyInAnyOrder(
            row("path", "readings-1.csv", "batch_id", 1, "status", "ingested"),
            row("path", "readings-2.csv", "batch_id", 1, "status", "rejected"),
            row("path", "readings-3.csv", "batch_id", 1, "status", "rejected"),
            row("path", "readings-3.csv", "batch_id", 2, "status", "ingested"));
  }

  @Test
  void without_an_archive_a_consumed_file_that_changed_is_told_until_it_is_settled()
      throws IOException {
    workspace.use(corrected("  extra-columns: reject\n  archive: false"));
    workspace.land("readings-1.csv", good("s1"));
    workspace.land("readings-2.csv", good("s2"));
    succeed("transform");
    workspace.land("readings-1.csv", good("s3").getBytes(StandardCharsets.UTF_8), LATER);
    workspace.land("readings-2.csv", good("s4").getBytes(StandardCharsets.UTF_8), LATER);
    workspace.land("readings-5.csv", good("s5"));

    String told =
        "2 files have other content since consumed, such as 'readings-1.csv': take it in with files accept, or leave it with files reject";
    RunResult run = succeed("transform");
    assertThat(run.message()).isEqualTo(told);
    assertThat(run.report().path("files").path("ingested").asInt()).isEqualTo(1);
    assertThat(workspace.run("transform").outcome())
        .matches("NOTHING TO DO transform readings: " + Pattern.quote(told) + "; [0-9.]+ s");
    assertThat(statuses("--status", "changed"))
        .containsExactly("changed readings-1.csv", "changed readings-2.csv");

    succeed("files accept", "readings-1.csv", "--reason", "corrected");
    succeed("files reject", "readings-2.csv", "--reason", "touched by mistake");
    RunResult settled = succeed("transform");
    assertThat(settled.verdict()).isEqualTo("RUN 1 file in 1 batch");
    assertThat(settled.report().path("message").isNull()).isTrue();
    assertThat(workspace.run("transform").report().path("message").isNull()).isTrue();
    assertThat(workspace.table("sensor_readings"))
        .extracting(reading -> reading.get("sensor_id"))
        .containsExactlyInAnyOrder("s1", "s2", "s3", "s5");
  }

  @Test
  void files_and_records_that_are_unwanted_are_settled() throws IOException {
    workspace.land("readings-1.csv", "what;is;this\n1;2;3\n");
    workspace.land(
        "readings-2.csv",
        Readings.file(
            "s1;1;01.03.2024 10:00:00;20.5;true;",
            "s1;2;01.03.2024 11:00:00;hot;true;",
            "s1;3;02.03.2024 11:00:00;hot;true;",
            "s1;4;02.03.2024 11:00:00"));
    succeed("transform", "--max-quarantined-ratio", "1", "--reason", "known outage");
    assertThat(decisions()).containsExactly("override null of batch 1: known outage");
    succeed("aggregate");
    assertThat(workspace.run("files reject", "x*", "--reason", "test").message())
        .isEqualTo(
            "Cannot reject 'x*': no noted, rejected or changed file matches; there is readings-1.csv");
    succeed("files reject", "readings-1.csv", "--reason", "a test file");

    RunResult listed = workspace.run("quarantine list");
    assertThat(listed.stdout().subList(0, 5))
        .containsExactly(
            "code          records",
            "celsius_type  2",
            "column_count  1",
            "",
            listed.stdout().get(4));
    assertThat(listed.outcome()).matches("SUCCEEDED quarantine readings: 3 listed; [0-9.]+ s");
    String id = listed.stdout().get(5).substring(0, 12);
    assertThat(workspace.run("quarantine show", id).stdout())
        .contains("file: readings-2.csv", "decision: open");

    assertThat(succeed("quarantine discard", "--to", "2024-03-01", "--reason", "test").verdict())
        .isEqualTo("RUN discard 1 record");
    assertThat(workspace.run("quarantine list").outcome()).contains("readings: 2 listed;");
    assertThat(workspace.run("quarantine list", "--all").outcome()).contains("readings: 3 listed;");
    assertThat(succeed("quarantine discard", "--all", "--reason", "test").verdict())
        .isEqualTo("RUN discard 2 records");
    assertThat(workspace.run("quarantine discard", "--all", "--reason", "test").verdict())
        .isEqualTo("NO-OP nothing to discard: 3 records were discarded before");
    assertThat(workspace.run("quarantine show", id).stdout())
        .contains("decision: discarded by " + who() + ": test");

    RunResult quality = succeed("quality");
    assertThat(quality.outcome()).contains("checks passed; ");
  }

  private void landTwoWithFurtherColumns() throws IOException {
    workspace.land("readings-1.csv", good("s1"));
    workspace.land("readings-2.csv", withFurtherColumn("s2"));
    workspace.land("readings-3.csv", withFurtherColumn("s3"));
  }

  private Path corrected(String extraColumns) throws IOException {
    return Pipelines.copy(
        Pipelines.OWN,
        Readings.NAME,
        folder.resolve("sql-" + System.nanoTime()),
        new Pipelines.Edit("pipeline.yaml", "  extra-columns: reject", extraColumns));
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult result = workspace.run(job, options);
    assertThat(result.exitCode()).as(result.outcome()).isZero();
    return result;
  }

  private List<String> statuses(String... options) throws IOException {
    List<String> lines = workspace.run("files list", options).stdout();
    return lines.subList(1, lines.size() - 1).stream()
        .map(line -> line.replaceFirst("(\\S+) +\\d+ +(\\S+).*", "$1 $2"))
        .toList();
  }

  private SortedMap<String, String> withoutStreams() throws IOException {
    SortedMap<String, String> listing = workspace.listing();
    listing.keySet().removeIf(path -> path.startsWith("checkpoints/"));
    return listing;
  }

  private List<Map<String, String>> ledger(String... columns) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Map<String, Object> file : workspace.table("files")) {
      Map<String, String> row = new TreeMap<>();
      for (String column : columns) {
        row.put(column, String.valueOf(file.get(column)));
      }
      rows.add(row);
    }
    return rows;
  }

  private List<String> decisions() {
    return workspace.table("decisions").stream()
        .map(
            row ->
                "%s %s of batch %s: %s"
                    .formatted(
                        row.get("decision"),
                        row.get("path"),
                        row.get("batch_id"),
                        row.get("reason")))
        .toList();
  }

  private String who() {
    return (String) workspace.table("decisions").get(0).get("decided_by");
  }

  private static Map<String, String> row(Object... columnsAndValues) {
    Map<String, String> row = new TreeMap<>();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      row.put((String) columnsAndValues[i], String.valueOf(columnsAndValues[i + 1]));
    }
    return row;
  }

  private static String good(String sensor) {
    return Readings.file(sensor + ";1;01.03.2024 10:00:00;20.5;true;01.01.2024");
  }

  private static String withFurtherColumn(String sensor) {
    return Readings.HEADER + ";x\n" + sensor + ";1;02.03.2024 10:00:00;20.5;true;01.01.2024;1\n";
  }

  private static String bad() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      records.add("s9;%d;01.03.2024 10:00:00;hot;true;".formatted(i));
    }
    return Readings.file(records.toArray(String[]::new));
  }
}
