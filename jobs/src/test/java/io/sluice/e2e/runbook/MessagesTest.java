// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static io.sluice.e2e.Messages.sales;
import static io.sluice.e2e.Messages.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.KafkaBroker;
import io.sluice.testing.KafkaBroker.Message;
import io.sluice.testing.LongProof;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call finds that messages of Kafka don't land. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class MessagesTest {
  private static final String TOPIC = "calls";

  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Scenario("Messages don't land")
  void a_broker_comes_back_and_lost_messages_are_skipped() throws IOException {
    KafkaBroker broker = KafkaBroker.shared();
    broker.create(TOPIC, 1);
    broker.send(sales(TOPIC, 0, 0, 3));
    Path settings = onCall.in("kafka.properties");
    Files.writeString(settings, "default.api.timeout.ms=1000\nrequest.timeout.ms=500\n");
    onCall.edit(
        "pipeline.yaml",
        "  format: csv\n  files: \"*.csv\"\n",
        "  format: kafka\n  topics: [%s]\n  bootstrap-servers: 127.0.0.1:1\n  settings: %s\n"
            .formatted(TOPIC, settings));
    onCall.sees(1, "land");
    onCall.edit("pipeline.yaml", "127.0.0.1:1\n", broker.servers() + "\n");
    onCall.types("land", "!--skip-lost");
    onCall.types("status");

    broker.send(sales(TOPIC, 0, 3, 4));
    broker.forget(TOPIC, 0, 5);
    onCall.sees(5, "land");
    onCall.with("WHY", "too late").types("land", "--skip-lost");
    List<Message> kept = new ArrayList<>(sales(TOPIC, 0, 0, 3));
    kept.addAll(sales(TOPIC, 0, 5, 2));
    assertThat(landed()).isEqualTo(shown(kept));
  }

  @Test
  @Scenario(page = "operations.md", value = "Messages of Kafka")
  void messages_land_and_lost_ones_are_skipped() throws IOException {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = "messages";
    broker.create(topic, 1);
    broker.send(sales(topic, 0, 0, 500));
    onCall.edit(
        "pipeline.yaml",
        "  format: csv\n  files: \"*.csv\"\n",
        "  format: kafka\n  topics: [%s]\n  bootstrap-servers: %s\n"
            .formatted(topic, broker.servers()));
    onCall.insteadOf("--pipeline messages", "--pipeline transactions");
    onCall.insteadOf("data/messages/", "data/transactions/");
    onCall.types("land", "!--skip-lost");
    onCall.typesInShell(0, "ls");

    broker.send(sales(topic, 0, 500, 4));
    broker.forget(topic, 0, 502);
    onCall.sees(5, "land");
    onCall.types("land", "--skip-lost");
    List<Message> kept = new ArrayList<>(sales(topic, 0, 0, 500));
    kept.addAll(sales(topic, 0, 502, 2));
    assertThat(landed()).isEqualTo(shown(kept));
  }

  private List<String> landed() throws IOException {
    try (Stream<Path> files = Files.list(onCall.workspace().in("landing"))) {
      return SparkSessionExtension.spark()
          .read()
          .parquet(
              files
                  .map(Path::toString)
                  .filter(name -> name.endsWith(".parquet"))
                  .toArray(String[]::new))
          .selectExpr("concat_ws(' ', topic, partition, string(key), string(value))")
          .collectAsList()
          .stream()
          .map(row -> row.getString(0))
          .sorted()
          .toList();
    }
  }
}
