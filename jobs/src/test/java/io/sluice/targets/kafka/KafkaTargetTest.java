// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.Destination;
import io.sluice.pipeline.Export;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.targets.Mark;
import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import io.sluice.targets.TargetContext;
import io.sluice.testing.CompactedTopic;
import io.sluice.testing.KafkaBroker;
import io.sluice.testing.KafkaBroker.Message;
import io.sluice.testing.SparkSessionExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two that fill a topic, one of which may have been killed. */
@ExtendWith(SparkSessionExtension.class)
class KafkaTargetTest {
  private static final KafkaBroker BROKER = KafkaBroker.shared();
  private static final Mark MARK = new Mark("definition", 7, "run");

  @Test
  void one_that_was_overtaken_sends_nothing(SparkSession spark) {
    CompactedTopic topic = topic("overtaken");
    Shipment shipment = shipment(spark.sql("select 1 as id, 'a' as name"), Optional.empty());
    try (KafkaTarget first = open("overtaken");
        KafkaTarget second = open("overtaken")) {
      assertThat(first.mark(Optional.empty())).isEmpty();
      assertThat(second.mark(Optional.empty())).isEmpty();
      assertThatThrownBy(() -> first.take(shipment))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.outcome()).isEqualTo(Outcome.BUSY))
          .hasMessage(
              "Cannot send out: another run sends messages there meanwhile; nothing of this one is"
                  + " there");
      assertThat(topic.messages()).isEmpty();
      assertThat(second.take(shipment)).isEqualTo(new Receipt(1, 0));
    }
    assertThat(topic.rows()).isEqualTo(Map.of("{\"id\":1}", "{\"id\":1,\"name\":\"a\"}"));
  }

  @Test
  void what_a_killed_run_has_left_open_is_taken_back(SparkSession spark) {
    CompactedTopic topic = topic("left_open");
    BROKER.leaveOpen(
        "sluice-export-left_open", List.of(new Message("left_open", 0, "{\"id\":1}", "half")));
    Dataset<Row> one = spark.sql("select 1 as id, cast(null as string) as name");
    Dataset<Row> other = spark.sql("select 2 as id, 'b\"' as name");
    try (KafkaTarget target = open("left_open")) {
      assertThat(target.mark(Optional.empty())).isEmpty();
      target.take(shipment(one, Optional.empty()));
    }
    BROKER.leaveOpen(
        "sluice-export-left_open", List.of(new Message("left_open", 0, "{\"id\":2}", "half")));
    try (KafkaTarget target = open("left_open")) {
      assertThat(target.mark(Optional.empty())).contains(MARK);
      assertThat(target.take(shipment(other, Optional.of(one)))).isEqualTo(new Receipt(1, 1));
    }
    assertThat(topic.messages()).hasSize(3);
    assertThat(topic.rows()).isEqualTo(Map.of("{\"id\":2}", "{\"id\":2,\"name\":\"b\\\"\"}"));
  }

  private static CompactedTopic topic(String name) {
    BROKER.createCompacted(name, 2);
    return new CompactedTopic(BROKER, name);
  }

  private static KafkaTarget open(String topic) {
    Destination.Kafka destination =
        new Destination.Kafka(
            topic, List.of("id"), Optional.empty(), Optional.empty(), Duration.ofMinutes(1));
    Export export = new Export("out", "sales", List.of(), Optional.empty(), destination);
    return KafkaTarget.open(
        destination,
        new TargetContext(
            "shop",
            export,
            new Storage(new Configuration()),
            Map.of("SLUICE_KAFKA_BOOTSTRAP_SERVERS", BROKER.servers()),
            lines -> {}));
  }

  private static Shipment shipment(Dataset<Row> rows, Optional<Dataset<Row>> before) {
    return new Shipment(
        rows, Optional.empty(), Optional.empty(), before.map(known -> () -> known), MARK);
  }
}
