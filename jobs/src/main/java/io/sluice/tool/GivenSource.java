package io.sluice.tool;

import io.sluice.intake.CsvIntake;
import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.refine.Refined;
import io.sluice.refine.Refiner;
import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A case's source.csv, opened and refined as a file that landed. */
final class GivenSource {
  /** What {@code _landed_at} is. */
  private static final Instant LANDED = Instant.parse("2026-11-20T00:00:00Z");

  private final SparkSession spark;
  private final Storage storage;
  private final Pipeline pipeline;
  private final Refiner refiner;

  GivenSource(SparkSession spark, Storage storage, Pipeline pipeline, Refiner refiner) {
    this.spark = spark;
    this.storage = storage;
    this.pipeline = pipeline;
    this.refiner = refiner;
  }

  Refined refined(String caseName, Path file) {
    long size = storage.status(file).orElseThrow().getLen();
    // Read back from its text, a path is spelled as Spark will spell it in each row.
    Path path = new Path(file.toString());
    RawBatch raw =
        new CsvIntake(spark, storage, pipeline.source())
            .open(Map.of(path, new Delivery(file.getName(), size, LANDED)), List.of(), Map.of());
    if (raw.rows().isEmpty()) {
      String why = raw.rejected().getOrDefault(file.getName(), "it has no header");
      throw Problem.invalid(
          "Cannot run case %s: given/source.csv would not be read: %s".formatted(caseName, why));
    }
    return refiner.refine(raw.rows().get(), LANDED);
  }
}
