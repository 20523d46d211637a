// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static io.sluice.e2e.Messages.sale;
import static io.sluice.e2e.Messages.sales;
import static io.sluice.e2e.Messages.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Folders;
import io.sluice.testing.KafkaBroker;
import io.sluice.testing.KafkaBroker.Message;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Messages of a real broker land once each, and become tables when the topics have gone. */
@ExtendWith(SparkSessionExtension.class)
class LandTest {
  private static final KafkaBroker BROKER = KafkaBroker.shared();

  @TempDir Path folder;

  @Test
  void messages_of_two_topics_become_a_table_after_the_topics_have_gone() throws IOException {
    BROKER.create("orders", 2);
    BROKER.create("returns", 1);
    Messages messages = new Messages(folder, BROKER.servers(), "orders", "returns");
    Workspace workspace = messages.workspace();
    List<Message> sent = new ArrayList<>(sales("orders", 0, 0, 3));
    sent.addAll(sales("orders", 1, 0, 2));
    BROKER.send(sent);

    RunResult first = workspace.run("land");
    assertThat(first.exitCode()).as(first.outcome()).isZero();
    assertThat(first.verdict()).isEqualTo("RUN 5 offsets of 2 partitions");
    assertThat(first.message())
        .isEqualTo("2 files in landing/; orders: 0 at 3, 1 at 2; returns: 0 at 0");
    assertThat(first.report().path("rows_out").asInt()).isEqualTo(5);
    assertThat(messages.landed()).isEqualTo(shown(sent));
    assertThat(workspace.run("land").verdict()).isEqualTo("NO-OP nothing new in orders, returns");

    BROKER.addPartitions("orders", 3);
    List<Message> more = new ArrayList<>(sales("orders", 2, 0, 1));
    more.add(
        new Message(
            "returns",
            0,
            "k\"1",
            sale("r1", "9").getBytes(StandardCharsets.UTF_8),
            Map.of("trace", "a\\b")));
    more.add(new Message("returns", 0, "k2", (String) null));
    more.add(new Message("returns", 0, null, "{\"id\":\"broken\""));
    more.add(new Message("returns", 0, "k3", "[1]"));
    more.add(new Message("returns", 0, "k4", sale("r2", "-1")));
    BROKER.send(more);
    BROKER.transact(sales("returns", 0, 100, 4), /* isCommitted */ false);
    List<Message> committed = sales("returns", 0, 200, 2);
    BROKER.transact(committed, /* isCommitted */ true);
    sent.addAll(more);
    sent.addAll(committed);

    RunResult second = workspace.run("land");
    assertThat(second.exitCode()).as(second.outcome()).isZero();
    assertThat(second.outcome()).contains("8 messages landed");
    assertThat(messages.landed()).isEqualTo(shown(sent));

    RunResult transform = workspace.run("transform");
    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    assertThat(transform.report().path("reasons").toString())
        .isEqualTo(
            "{\"amount_is_positive\":1,\"invalid_json\":1,\"not_object\":1,\"tombstone\":1}");
    assertThat(workspace.table("sales"))
        .extracting(row -> row.get("origin") + " " + row.get("headers"))
        .contains(
            "returns/0/0/k\"1/1700000000000 [{\"key\":\"trace\",\"value\":\"a\\\\b\"}]",
            "orders/2/0/k0/1700000000000 []")
        .hasSize(9);
    assertThat(workspace.table("quarantine"))
        .extracting(row -> row.get("record"))
        .contains(
            "{\"_topic\":\"returns\",\"_partition\":0,\"_offset\":1,\"_timestamp\":1700000000000,\"_key\":\"k2\"}",
            "{\"id\":\"broken\"",
            "[1]");

    BROKER.delete("orders");
    BROKER.delete("returns");
    List<Map<String, Object>> before = workspace.table("sales", "processed_timestamp");
    RunResult backfill =
        workspace.run(
            "backfill", "--from", "2026-01-05", "--to", "2026-01-05", "--reason", "again");
    assertThat(backfill.exitCode()).as(backfill.outcome()).isZero();
    assertThat(workspace.table("sales", "processed_timestamp")).isEqualTo(before);
    RunResult gone = workspace.run("land");
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.message())
        .isEqualTo(
            "Cannot land messages for shop: %s has no topic 'orders', 'returns'; create it, or correct topics under source in pipeline.yaml"
                .formatted(BROKER.servers()));
  }

  @Test
  void what_was_lost_left_or_killed_lands_once() throws IOException {
    BROKER.create("kept", 2);
    Messages messages = new Messages(folder, BROKER.servers(), "kept");
    Workspace workspace = messages.workspace();
    List<Message> sent = new ArrayList<>(sales("kept", 0, 0, 4));
    sent.addAll(sales("kept", 1, 0, 4));
    BROKER.send(sent);
    land(workspace);
    List<String> names = messages.files();
    assertThat(names).hasSize(2);

    // one file was written, the other not, and the checkpoint is gone
    assertThat(workspace.run("transform").exitCode()).isZero();
    Path archived = workspace.in("archive/000001").resolve(names.get(0));
    assertThat(archived).exists();
    Folders.delete(workspace.in("checkpoints/land"));
    List<Message> more = sales("kept", 1, 4, 3);
    BROKER.send(more);
    sent.addAll(more);
    land(workspace);
    assertThat(messages.landed()).isEqualTo(shown(sent));
    String third = messages.files().get(0);

    // a plan without its file, as a kill leaves it
    Files.delete(workspace.in("landing").resolve(third));
    Files.delete(workspace.in("checkpoints/land/commits/0"));
    RunResult resumed = workspace.run("land");
    assertThat(resumed.verdict()).isEqualTo("RESUME plan 3 (1 file)");
    assertThat(messages.files()).containsExactly(third);
    assertThat(messages.landed()).isEqualTo(shown(sent));

    // no checkpoint and no plans: names say how far it was
    Folders.delete(workspace.in("checkpoints"));
    List<Message> last = sales("kept", 0, 4, 2);
    BROKER.send(last);
    sent.addAll(last);
    String yaml = Files.readString(folder.resolve("sql/shop/pipeline.yaml"));
    messages
        .pipeline()
        .write("pipeline.yaml", yaml.replace("  schema:", "  messages-per-batch: 1\n  schema:"));
    assertThat(workspace.run("land").message()).startsWith("2 files in landing/; ");
    assertThat(messages.landed()).isEqualTo(shown(sent));
    assertThat(workspace.run("land").verdict()).isEqualTo("NO-OP nothing new in kept");
  }

  @Test
  void lost_offsets_are_unsafe_until_they_are_skipped() throws IOException {
    BROKER.create("short", 1);
    Messages messages = new Messages(folder, BROKER.servers(), "short");
    Workspace workspace = messages.workspace();
    BROKER.send(sales("short", 0, 0, 2));
    land(workspace);
    List<Message> kept = new ArrayList<>(sales("short", 0, 0, 2));
    BROKER.send(sales("short", 0, 2, 4));
    BROKER.forget("short", 0, 4);

    RunResult refused = workspace.run("land");
    assertThat(refused.exitCode()).isEqualTo(5);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot land messages for shop: short-0 begins at offset 4, and has landed up to 2: those between were deleted, as by retention; bring them back, or go on without them by --skip-lost, which keeps a note of what is lost");
    assertThat(refused.report().path("next_step").asText())
        .isEqualTo("./sluice land --pipeline shop --skip-lost --reason …");
    RunResult skipped = workspace.run("land", "--skip-lost", "--reason", "too late");
    assertThat(skipped.exitCode()).as(skipped.outcome()).isZero();
    assertThat(skipped.verdict())
        .isEqualTo("RUN pass over what 1 partition lost, then 2 offsets of 1 partition");
    kept.addAll(sales("short", 0, 4, 2));
    assertThat(messages.landed()).isEqualTo(shown(kept));
    assertThat(workspace.in("checkpoints/land-plans/000003.json"))
        .content()
        .contains("\"reason\":\"too late\"", "begins at offset 4");

    BROKER.delete("short");
    BROKER.create("short", 1);
    BROKER.send(sales("short", 0, 50, 9));
    kept.addAll(sales("short", 0, 50, 9));
    RunResult anew = workspace.run("land");
    assertThat(anew.exitCode()).isEqualTo(5);
    assertThat(anew.message())
        .contains("short-0 has landed up to offset 6, and was deleted and created anew");
    RunResult gone = workspace.run("land", "--skip-lost", "--reason", "known");
    assertThat(gone.exitCode()).as(gone.outcome()).isZero();
    assertThat(messages.landed()).isEqualTo(shown(kept));
    assertThat(workspace.run("land").verdict()).isEqualTo("NO-OP nothing new in short");
  }

  @LongProof
  @Test
  void status_and_doctor_look_at_the_plans() throws IOException {
    BROKER.create("looked", 1);
    Messages messages = new Messages(folder, BROKER.servers(), "looked");
    Workspace workspace = messages.workspace();
    List<Message> sent = sales("looked", 0, 0, 3);
    BROKER.send(sent);
    land(workspace);
    assertThat(workspace.run("doctor").exitCode()).isZero();

    // a plan without its file, as a kill leaves it
    Files.delete(workspace.in("landing").resolve(messages.files().get(0)));
    assertThat(String.join("\n", workspace.run("status").stdout()))
        .contains("RESUME plan 2 (1 file), then what the topics have by then, each message once");
    assertThat(workspace.run("doctor").stdout())
        .contains(
            "warning checkpoints/land-plans: 1 file of plan 2 hasn't landed; the next land begins with it; ./sluice land --pipeline shop");
    land(workspace);

    // the last plan is gone, and its file is there
    Files.delete(workspace.in("checkpoints/land-plans/000002.json"));
    assertThat(workspace.run("doctor").stdout())
        .contains(
            "FAULT checkpoints/land-plans: ends with plan 1, and files of plan 2 have landed; their messages would land again; --repair moves the plans aside; the names of landed files say how far topics are");
    assertThat(workspace.run("doctor", "--repair").exitCode()).isZero();
    assertThat(workspace.run("land").verdict()).isEqualTo("NO-OP nothing new in looked");
    assertThat(messages.landed()).isEqualTo(shown(sent));
  }

  @Test
  void an_end_below_what_has_landed_is_unsafe_until_it_is_skipped() throws IOException {
    BROKER.create("cut", 1);
    Messages messages = new Messages(folder, BROKER.servers(), "cut");
    Workspace workspace = messages.workspace();
    List<Message> sent = new ArrayList<>(sales("cut", 0, 0, 2));
    BROKER.send(sent);
    land(workspace);
    // As it is where a broker has lost its last messages: more has landed than it has now.
    Path plan = workspace.in("checkpoints/land-plans/000002.json");
    Files.writeString(plan, Files.readString(plan).replace("{\"0\":2}", "{\"0\":7}"));

    RunResult refused = workspace.run("land");
    assertThat(refused.exitCode()).isEqualTo(5);
    assertThat(refused.message())
        .startsWith(
            "Cannot land messages for shop: cut-0 ends at offset 2, and has landed up to 7: its end was cut off; bring them back, ");
    RunResult skipped = workspace.run("land", "--skip-lost", "--reason", "a broker without disk");
    assertThat(skipped.exitCode()).as(skipped.outcome()).isZero();
    List<Message> more = sales("cut", 0, 2, 3);
    BROKER.send(more);
    sent.addAll(more);
    land(workspace);
    assertThat(messages.landed()).isEqualTo(shown(sent));
  }

  @Test
  void a_broker_that_is_down_is_named_soon() throws IOException {
    Path settings = Files.writeString(folder.resolve("k"), "default.api.timeout.ms=500\n");
    Messages messages = new Messages(folder, "127.0.0.1:1", "any");
    messages
        .pipeline()
        .write(
            "pipeline.yaml",
            Messages.YAML
                .replace("TOPICS", "any")
                .replace("SERVERS", "127.0.0.1:1\n  settings: " + settings));
    Files.writeString(settings, "default.api.timeout.ms=500\nrequest.timeout.ms=500\n");

    RunResult down = messages.workspace().run("land");
    assertThat(down.exitCode()).isEqualTo(1);
    assertThat(down.message())
        .isEqualTo(
            "Cannot land messages for shop: no broker answers at 127.0.0.1:1; start it, or correct bootstrap-servers or what is set of TLS");

    Files.writeString(settings, "sasl.jaas.config=a canary b\nsecurity.protocol=SASL_PLAINTEXT\n");
    RunResult wrong = messages.workspace().run("land");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.message())
        .contains("Kafka's client can't be made with its settings")
        .doesNotContain("canary");
    Files.writeString(settings, "auto.offset.reset=latest\n");
    assertThat(messages.workspace().run("land").message())
        .contains("auto.offset.reset in %s is no setting that can be made".formatted(settings));
  }

  private static void land(Workspace workspace) throws IOException {
    RunResult run = workspace.run("land");
    assertThat(run.exitCode()).as(run.outcome()).isZero();
  }
}
