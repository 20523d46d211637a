// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.problem.Outcome;
import io.sluice.run.DataFolder;
import io.sluice.run.ProcessContext;
import io.sluice.run.Report;
import io.sluice.run.RunContext;
import io.sluice.run.StopSignal;
import io.sluice.storage.Storage;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.text.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark tells of micro-batches comes into the report and, line by line, into the log. */
@ExtendWith(SparkSessionExtension.class)
class StreamProgressTest {
  private static final String LOGGER = StreamProgress.class.getName();

  private static final Instant START = Instant.parse("2026-11-20T03:00:00Z");

  private final SparkSession spark;
  private final Lines lines = new Lines();
  private final Report report = new Report("transform", "run-1", Optional.of("shop"), START);

  @TempDir private Path folder;
  private CheckpointedStream stream;

  StreamProgressTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void openStream() {
    RunContext context =
        new RunContext(
            report,
            null /* no pipeline is asked for */,
            new DataFolder(new org.apache.hadoop.fs.Path(folder.toUri())),
            new ProcessContext(
                new Storage(spark.sparkContext().hadoopConfiguration()),
                new StopSignal(),
                System.out,
                Clock.systemUTC()));
    stream = new CheckpointedStream(context, "numbers");
    lines.start();
    LoggerContext.getContext(false).getConfiguration().addAppender(lines);
    ((org.apache.logging.log4j.core.Logger) LogManager.getLogger(LOGGER)).addAppender(lines);
    Configurator.setLevel(LOGGER, Level.DEBUG);
  }

  @AfterEach
  void stopListening() {
    ((org.apache.logging.log4j.core.Logger) LogManager.getLogger(LOGGER)).removeAppender(lines);
    Configurator.setLevel(LOGGER, Level.INFO);
  }

  @Test
  void stateAndWatermarkShowWhereThereAreAny() {
    for (int run = 0; run < 2; run++) { // what a micro-batch has seen sets the next one's watermark
      stream.run(
          numbers().withWatermark("timestamp", "10 minutes").dropDuplicates("value"),
          max("value"),
          number -> {});
    }

    JsonNode reported = reported().path(0);
    assertThat(reported.path("name").asText()).isEqualTo("numbers");
    assertThat(reported.path("input_rows").asLong()).isEqualTo(100);
    assertThat(reported.path("state")).hasSize(1);
    assertThat(reported.path("state").path(0).path("operator").asText()).isEqualTo("dedupe");
    assertThat(reported.path("state").path(0).path("rows").asLong()).isEqualTo(100);
    assertThat(reported.path("state").path(0).path("memory_bytes").asLong()).isPositive();
    assertThat(Instant.parse(reported.path("watermark").asText()))
        .isBetween(START.minusSeconds(600), START);
  }

  @Test
  void runsOfOneStreamAddUp() {
    for (int run = 0; run < 3; run++) {
      stream.run(numbers(), max("value"), number -> {});
    }

    assertThat(reported()).hasSize(1);
    assertThat(reported().path(0).path("batches").asLong()).isEqualTo(3);
    assertThat(reported().path(0).path("input_rows").asLong()).isEqualTo(150);
    assertThat(reported().path(0).path("state")).isEmpty();
    assertThat(reported().path(0).path("watermark").isNull()).isTrue();
  }

  @Test
  void eachMicroBatchIsALineOfTheLog() {
    stream.run(numbers(), max("value"), number -> {});

    assertThat(lines.texts).hasSize(1);
    JsonNode line = Json.parse(lines.texts.get(0));
    assertThat(line.path("name").asText()).isEqualTo("numbers");
    assertThat(line.path("batchId").asLong()).isZero();
    assertThat(line.path("numInputRows").asLong()).isEqualTo(50);
    assertThat(line.path("durationMs").path("triggerExecution").asLong()).isPositive();
  }

  @Test
  void aFailedMicroBatchIsNotCounted() {
    assertThatThrownBy(
            () ->
                stream.run(
                    numbers(),
                    max("value"),
                    number -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no");

    assertThat(reported()).isEmpty();
    assertThat(lines.texts).isEmpty();
  }

  private Dataset<Row> numbers() {
    return spark
        .readStream()
        .format("rate-micro-batch")
        .option("rowsPerBatch", 50)
        .option("startTimestamp", START.toEpochMilli())
        .load()
        .select(col("timestamp"), col("value"));
  }

  private JsonNode reported() {
    report.end(Outcome.SUCCEEDED, START.plusSeconds(1));
    return Json.parse(report.json(1)).path("streams");
  }

  /** Keeps the messages of a logger. */
  private static final class Lines extends AbstractAppender {
    private final List<String> texts = new ArrayList<>();

    Lines() {
      super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      texts.add(event.getMessage().getFormattedMessage());
    }
  }
}
