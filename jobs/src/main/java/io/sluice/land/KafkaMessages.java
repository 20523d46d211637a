// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.format.kafka.LandedMessages;
import io.sluice.kafka.KafkaSettings;
import io.sluice.pipeline.KafkaOptions;
import io.sluice.run.RunContext;
import io.sluice.stream.CheckpointedStream;
import io.sluice.stream.CheckpointedStream.BrokenCheckpoint;
import io.sluice.text.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;

/** Reads messages by Spark's connector, and lets them land as the run plans it. */
record KafkaMessages(
    RunContext context,
    SparkSession spark,
    KafkaOptions options,
    KafkaSettings settings,
    LandProgress progress) {
  private static final Logger log = LogManager.getLogger(KafkaMessages.class);
  private static final String KAFKA = "kafka";
  private static final String CHECKPOINT = "land";

  /** How long a task waits for a message that has to be there, in milliseconds. */
  private static final String LONGEST_POLL = "60000";

  /** Lets ranges land that a plan has, and that a killed run has left. */
  void finish(List<OffsetRange> files) {
    if (files.isEmpty()) {
      return;
    }
    SortedMap<String, SortedMap<Integer, Long>> from = new TreeMap<>();
    SortedMap<String, SortedMap<Integer, Long>> until = new TreeMap<>();
    for (OffsetRange file : files) {
      from.computeIfAbsent(file.topic(), topic -> new TreeMap<>())
          .put(file.partition(), file.from());
      until
          .computeIfAbsent(file.topic(), topic -> new TreeMap<>())
          .put(file.partition(), file.until());
    }
    SortedMap<String, TreeSet<Integer>> partitions = new TreeMap<>();
    from.forEach((topic, offsets) -> partitions.put(topic, new TreeSet<>(offsets.keySet())));
    Dataset<Row> messages =
        spark
            .read()
            .format(KAFKA)
            .options(common())
            .option("assign", Json.line(partitions))
            .option("startingOffsets", Json.line(from))
            .option("endingOffsets", Json.line(until))
            .load();
    land(messages, files);
  }

  /**
   * Runs the stream until all has landed that topics have now. Where it fails by itself, its
   * checkpoint is moved aside, and it runs once more.
   *
   * @param explanation throws where there is another reason for that
   */
  void drain(Runnable explanation) {
    CheckpointedStream stream = new CheckpointedStream(context, CHECKPOINT);
    StreamOffsets offsets =
        new StreamOffsets(context.storage(), context.data().checkpoint(CHECKPOINT));
    if (!offsets.goOnFrom(progress.next())) {
      log.info(
          "the checkpoint isn't as far as what has landed; it was moved to {}", stream.moveAside());
    }
    try {
      stream(stream, offsets);
    } catch (BrokenCheckpoint e) {
      explanation.run();
      log.warn("the stream failed by itself: {}", e.getMessage());
      log.warn("its checkpoint was moved to {}", stream.moveAside());
      stream(stream, offsets);
    }
  }

  private void stream(CheckpointedStream stream, StreamOffsets offsets) {
    Dataset<Row> messages =
        spark
            .readStream()
            .format(KAFKA)
            .options(common())
            .option("subscribe", String.join(",", options.topics()))
            .option("startingOffsets", Json.line(progress.next()))
            .option("maxOffsetsPerTrigger", options.messagesPerBatch())
            .load();
    stream.run(
        messages,
        OutputMode.Append(),
        (rows, batch, dropped) -> {
          context.stop().check();
          land(rows, progress.plan(offsets.ends(batch)));
        });
  }

  private void land(Dataset<Row> messages, List<OffsetRange> files) {
    long count =
        new MessageFiles(spark, context.storage(), LandedMessages.SCHEMA, context.data().landing())
            .write(messages, files);
    progress.count(context, files, count);
  }

  private Map<String, String> common() {
    Map<String, String> all = new TreeMap<>(settings.ofSpark());
    all.put("includeHeaders", "true");
    all.put("failOnDataLoss", "true");
    all.put("kafkaConsumer.pollTimeoutMs", LONGEST_POLL);
    return all;
  }
}
