// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.kafka;

import io.sluice.format.json.JsonFormat;
import io.sluice.intake.RawReader;
import io.sluice.intake.RecordWriter;
import io.sluice.intake.SourceFormat;
import io.sluice.pipeline.Format;
import io.sluice.pipeline.JsonOptions;
import io.sluice.pipeline.KafkaOptions;
import io.sluice.pipeline.Source;
import io.sluice.problem.Problem;
import io.sluice.record.RecordTyping;
import io.sluice.storage.Storage;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Messages of Kafka, in the files of {@code land}. A message is read as a JSON object, of its value
 * and of what else it has, as far as the schema names it.
 *
 * @param source with {@link KafkaOptions}
 */
public record KafkaFormat(Source source) implements SourceFormat {
  @Override
  public RawReader reader(SparkSession spark, Storage storage) {
    return new KafkaRawReader(spark, storage, source);
  }

  @Override
  public RecordTyping typing() {
    return new KafkaTyping(new JsonFormat(json(source)).typing());
  }

  @Override
  public RecordWriter writer(List<String> columns) {
    throw Problem.invalid(
        "Cannot generate files for a source of format kafka: its files are messages that land has taken from topics; send some to a topic, and run ./sluice land");
  }

  /** The source of the JSON text that a message is read as. */
  static Source json(Source source) {
    return source.with(Format.JSON, new JsonOptions(false, List.of()));
  }

  static KafkaOptions options(Source source) {
    return (KafkaOptions) source.options();
  }
}
