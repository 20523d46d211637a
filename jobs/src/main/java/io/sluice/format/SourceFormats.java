// SPDX-License-Identifier: Apache-2.0
package io.sluice.format;

import io.sluice.format.csv.CsvFormat;
import io.sluice.format.json.JsonFormat;
import io.sluice.format.kafka.KafkaFormat;
import io.sluice.format.parquet.ParquetFormat;
import io.sluice.intake.RawReader;
import io.sluice.intake.SourceFormat;
import io.sluice.pipeline.Format;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Source;
import io.sluice.refine.Lookups;
import io.sluice.refine.Refiner;
import io.sluice.storage.Storage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** The implementation of each format that a pipeline can name. */
public final class SourceFormats {
  private static final Map<Format, Function<Source, SourceFormat>> FORMATS =
      new ConcurrentHashMap<>(
          Map.of(
              Format.CSV, CsvFormat::new,
              Format.JSON, JsonFormat::new,
              Format.PARQUET, ParquetFormat::new,
              Format.KAFKA, KafkaFormat::new));

  private SourceFormats() {}

  /** The format of a source's files. */
  public static SourceFormat of(Source source) {
    return FORMATS.get(source.format()).apply(source);
  }

  /** A reader for the files of a source. */
  public static RawReader reader(SparkSession spark, Storage storage, Source source) {
    return of(source).reader(spark, storage);
  }

  /** A refiner for the records of a pipeline's source. */
  public static Refiner refiner(SparkSession spark, Pipeline pipeline) {
    return refiner(spark, pipeline, Lookups.NONE);
  }

  /**
   * @param lookups the rows of the references that the pipeline's SQL joins
   */
  public static Refiner refiner(SparkSession spark, Pipeline pipeline, Lookups lookups) {
    return new Refiner(spark, pipeline, of(pipeline.source()).typing(), lookups);
  }

  /** Formats that have an implementation. */
  static Set<Format> known() {
    return Set.copyOf(FORMATS.keySet());
  }

  /** Makes one more format known, until what is returned is closed. */
  static AutoCloseable with(Format format, Function<Source, SourceFormat> implementation) {
    Format.add(format);
    FORMATS.put(format, implementation);
    return () -> {
      FORMATS.remove(format);
      Format.remove(format);
    };
  }
}
