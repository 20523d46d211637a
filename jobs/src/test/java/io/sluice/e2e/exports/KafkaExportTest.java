// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.CompactedTopic;
import io.sluice.testing.KafkaBroker;
import io.sluice.testing.KafkaBroker.Message;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Topics of a real broker hold what is published, and get nothing twice. */
@ExtendWith(SparkSessionExtension.class)
class KafkaExportTest {
  private static final KafkaBroker BROKER = KafkaBroker.shared();

  /** Without the columns that a backfill changes. */
  private static final String PLAIN = "sales\ncolumns: [id, price, quantity, sold_date]";

  @TempDir Path root;

  @Test
  void topics_follow_what_is_published() throws IOException {
    Shop shop = new Shop(root);
    CompactedTopic sales = topic("sales_out", 3);
    CompactedTopic daily = topic("daily_out", 1);
    export(shop, "sales", "sales", "sales_out", "id");
    export(shop, "daily", "daily", "daily_out", "sold_date");
    shop.publish("a.csv", Shop.FIRST);
    RunResult first = shop.succeed("export");
    assertThat(first.outcome())
        .startsWith("SUCCEEDED export shop: daily: 2 rows, everything; sales: 4 rows, everything");
    assertThat(first.report().path("exports").get(1).path("target").asText())
        .isEqualTo("topic sales_out at " + BROKER.servers());
    assertThat(SentRows.of(daily)).isEqualTo(daily(shop)).hasSize(2);
    assertThat(SentRows.of(sales)).isEqualTo(sales(shop)).hasSize(4);
    assertThat(daily.rows())
        .containsEntry(
            "{\"sold_date\":\"2026-01-05\"}",
            "{\"sold_date\":\"2026-01-05\",\"sales\":2,\"revenue\":3.50}");
    assertThat(shop.succeed("export").verdict()).startsWith("NO-OP ");

    shop.publish("b.csv", Shop.SECOND);
    assertThat(shop.workspace.run("status").stdout().toString()).contains("daily lacks 2 dates");
    RunResult second = shop.succeed("export");
    assertThat(second.verdict())
        .isEqualTo(
            "RUN daily: 2 dates (2026-01-05, 2026-01-07); sales: everything (it changed as a"
                + " whole)");
    assertThat(SentRows.keys(sales.messages())).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(SentRows.keys(daily.messages()))
        .containsExactly("2026-01-05", "2026-01-05", "2026-01-06", "2026-01-07");
    assertThat(SentRows.of(daily)).isEqualTo(daily(shop));
    assertThat(SentRows.of(sales)).isEqualTo(sales(shop));

    shop.folder.write("rules.sql", PipelineFolder.RULES.replace("price > 0 as", "price > 4.5 as"));
    shop.succeed("backfill", "--from", "2026-01-05", "--to", "2026-01-06", "--reason", "errors");
    shop.succeed("aggregate");
    BROKER.addPartitions("sales_out", 5);
    RunResult third = shop.succeed("export");
    assertThat(third.report().path("exports").get(1).path("rows_deleted").asInt()).isEqualTo(4);
    assertThat(SentRows.keys(daily.messages())).contains("2026-01-05-").hasSize(6);
    assertThat(SentRows.of(daily)).isEqualTo(daily(shop)).hasSize(2);
    assertThat(SentRows.of(sales)).isEqualTo(sales(shop)).hasSize(2);
    assertThat(sales.messages()).noneMatch(message -> message.partition() > 2);

    int sent = sales.messages().size();
    RunResult again = shop.succeed("export", "--export", "sales", "--again");
    assertThat(again.outcome()).contains("sales: 2 rows, everything");
    assertThat(sales.messages()).hasSize(sent + 2);
    assertThat(SentRows.of(sales)).isEqualTo(sales(shop));
  }

  @LongProof
  @Test
  void a_topic_gets_nothing_twice_after_losses() throws IOException {
    Shop shop = new Shop(root);
    CompactedTopic topic = topic("lost_out", 2);
    export(shop, "sales", PLAIN, "lost_out", "id", "sold_date");
    shop.workspace.land("a.csv", Shop.FIRST);
    shop.succeed("transform");
    shop.succeed("export");
    Path note = newest(shop);

    // As it is where a run was killed between the topic's commit and the log's note.
    Files.delete(note);
    assertThat(shop.succeed("export").outcome())
        .startsWith("SUCCEEDED export shop: sales: nothing, a killed run had sent it");
    assertThat(topic.messages()).hasSize(4);

    // An older version that can't be read any more: the topic itself says what it has.
    shop.workspace.land("b.csv", Shop.SECOND);
    shop.succeed("transform");
    shop.folder.write("rules.sql", PipelineFolder.RULES.replace("price > 0 as", "price > 1.75 as"));
    shop.succeed("backfill", "--all", "--reason", "cheap ones are errors");
    deleteOldFiles(shop.workspace.in("tables/sales"));
    assertThat(shop.succeed("export").outcome()).contains("sales: 2 rows, everything");
    assertThat(SentRows.keys(topic.messages()))
        .containsExactly(
            "a/2026-01-05",
            "a/2026-01-05-",
            "b/2026-01-05",
            "c/2026-01-06",
            "c/2026-01-06-",
            "d/2026-01-06",
            "e/2026-01-05",
            "f/2026-01-07");
    assertThat(SentRows.of(topic)).isEqualTo(plain(shop, "id", "sold_date"));

    // Another definition: what the topic has by the old one goes.
    export(shop, "sales", PLAIN, "lost_out", "id");
    shop.succeed("export");
    assertThat(SentRows.of(topic)).isEqualTo(plain(shop, "id"));

    // A topic that was created anew has nothing.
    BROKER.delete("lost_out");
    BROKER.createCompacted("lost_out", 4);
    shop.workspace.land("c.csv", Shop.HEADER + "g,9.00,1,2026-01-08 10:00:00,\n");
    shop.succeed("transform");
    shop.succeed("export");
    assertThat(topic.messages()).hasSize(5);
    assertThat(SentRows.of(topic)).isEqualTo(plain(shop, "id"));
  }

  @Test
  void what_cannot_be_sent_is_explained() throws IOException {
    Shop shop = new Shop(root);
    Path settings = root.resolve("client.properties");
    Files.writeString(settings, "default.api.timeout.ms=500\nrequest.timeout.ms=500\n");
    String down = "kafka: {topic: none, key: [id], bootstrap-servers: '127.0.0.1:1', settings: %s}";
    shop.folder
        .write("exports/down.yaml", "relation: sales\n%s\n".formatted(down.formatted(settings)))
        .write("exports/nowhere.yaml", "relation: sales\nkafka: {topic: none, key: [id]}\n");
    export(shop, "missing", "sales", "no_such", "id");
    topic("mine", 1);
    BROKER.send(List.of(new Message("mine", 0, "k", "not yours")));
    export(shop, "foreign", "sales", "mine", "id");
    topic("same", 1);
    export(shop, "same", "sales", "same", "sold_date");
    BROKER.create("forgets", 1);
    export(shop, "forgets", "sales", "forgets", "id");
    shop.folder.write(
        "exports/slow.yaml",
        "relation: sales\nkafka: {topic: forgets, key: [id], bootstrap-servers: '%s', transaction-timeout: 1 hour}\n"
            .formatted(BROKER.servers()));
    shop.workspace.land("a.csv", Shop.FIRST);
    shop.succeed("transform");
    assertThat(shop.fail(1, "export", "--export", "down").message())
        .isEqualTo(
            "Cannot send down: no broker answers at 127.0.0.1:1; start it, or correct"
                + " bootstrap-servers or what is set of TLS");
    assertThat(shop.fail(2, "export", "--export", "nowhere").message())
        .isEqualTo(
            "Cannot send nowhere: nothing says where a broker is; set bootstrap-servers in"
                + " exports/nowhere.yaml, or SLUICE_KAFKA_BOOTSTRAP_SERVERS");
    assertThat(shop.fail(1, "export", "--export", "missing").message())
        .isEqualTo(
            "Cannot send missing: %s has no topic no_such; create it, with cleanup.policy=compact, or correct topic in exports/missing.yaml"
                .formatted(BROKER.servers()));
    assertThat(shop.fail(2, "export", "--export", "foreign").message())
        .isEqualTo(
            "Cannot send foreign: topic mine has messages that this export hasn't sent; delete it"
                + " and create it anew, or choose another topic in exports/foreign.yaml");
    assertThat(shop.fail(2, "export", "--export", "same").message())
        .isEqualTo(
            "Cannot send same: the key in exports/same.yaml stands on more than one row; add"
                + " columns to it that tell rows apart, such as the event date");
    assertThat(new CompactedTopic(BROKER, "same").messages()).isEmpty();
    assertThat(shop.fail(2, "export", "--export", "slow").message())
        .isEqualTo(
            "Cannot send slow: the broker allows no transaction of 3600 s; raise its"
                + " transaction.max.timeout.ms, or lower transaction-timeout in exports/slow.yaml");
    shop.succeed("export", "--export", "forgets");
    shop.folder.write(
        "exports/slow.yaml",
        "relation: sales\nkafka: {topic: forgets, key: [id], bootstrap-servers: '%s'}\n"
            .formatted(BROKER.servers()));
    assertThat(shop.fail(2, "export", "--export", "slow").message())
        .isEqualTo(
            "Cannot send slow: topic forgets is filled by export forgets of pipeline shop; choose"
                + " another topic in exports/slow.yaml");
  }

  private static CompactedTopic topic(String name, int partitions) {
    BROKER.createCompacted(name, partitions);
    return new CompactedTopic(BROKER, name);
  }

  private static void export(Shop shop, String name, String relation, String topic, String... key) {
    shop.folder.write(
        "exports/%s.yaml".formatted(name),
        "relation: %s\nkafka: {topic: %s, key: [%s], bootstrap-servers: '%s'}\n"
            .formatted(relation, topic, String.join(", ", key), BROKER.servers()));
  }

  /** As maintain does after a week. */
  private static void deleteOldFiles(Path table) throws IOException {
    List<Path> current =
        Arrays.stream(
                SparkSessionExtension.spark()
                    .read()
                    .format("delta")
                    .load(table.toString())
                    .inputFiles())
            .map(file -> Path.of(URI.create(file)))
            .toList();
    try (var files = Files.walk(table)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        if (!file.toString().contains("_delta_log") && !current.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }

  private static Path newest(Shop shop) throws IOException {
    try (var files = Files.list(shop.workspace.in("changes"))) {
      return files.max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private static Map<String, Map<String, String>> sales(Shop shop) {
    return SentRows.of(shop.workspace.table("sales"), "id");
  }

  private static Map<String, Map<String, String>> daily(Shop shop) {
    return SentRows.of(shop.workspace.table("daily"), "sold_date");
  }

  private static Map<String, Map<String, String>> plain(Shop shop, String... key) {
    return SentRows.of(shop.plain("sales"), key);
  }
}
