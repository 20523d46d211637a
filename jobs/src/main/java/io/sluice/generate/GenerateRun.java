// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNotes;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.storage.NumberedFiles;
import io.sluice.stream.CheckpointedStream;
import io.sluice.stream.CheckpointedStream.BrokenCheckpoint;
import io.sluice.text.Counted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * One run of the generator: the next ids of a checkpointed rate stream, made into files by the
 * pipeline's {@code generate.sql}. Runs never repeat or skip an id; a batch that a killed run began
 * is made again, into the same files. The caller holds the generator's lease.
 */
public final class GenerateRun {
  private static final Logger log = LogManager.getLogger(GenerateRun.class);

  private final RunContext context;
  private final Pipeline pipeline;

  /** Says how a new batch is made; its first id is not looked at. */
  private final GeneratePlan wanted;

  private final NumberedFiles plans;
  private long rowsMade;
  private int filesMade;

  /**
   * @param rows how many ids the run takes
   * @param files into how many files
   * @param start what {@code :start} is in generate.sql
   * @param badRatio the part of the rows that is deliberately bad
   */
  public GenerateRun(
      RunContext context, long rows, int files, java.time.Instant start, double badRatio) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.wanted = new GeneratePlan(0, rows, files, start, badRatio);
    this.plans =
        new NumberedFiles(
            context.storage(), new Path(context.data().checkpoint("generate") + "-plans"));
  }

  public Outcome run() {
    if (pipeline.generate().isEmpty()) {
      throw Problem.invalid(
          "Cannot generate %s: its folder has no generate.sql; write one that selects the source's columns from ids"
              .formatted(pipeline.name()));
    }
    context.verdict(
        "RUN", Counted.of(wanted.rows(), "row") + " in " + Counted.of(wanted.files(), "file"));
    context.doing("started Spark");
    context.storage().makeFolder(context.data().landing());
    SparkSession spark = Sessions.open(context);
    context.doing("wrote files into landing/");
    CheckpointedStream stream = new CheckpointedStream(context, "generate");
    try {
      drain(stream, spark);
    } catch (BrokenCheckpoint e) {
      log.warn("the stream failed by itself: {}", e.getMessage());
      log.warn("its checkpoint was moved to {}", stream.moveAside());
      if (rowsMade == 0) { // else it failed after all that this run was to make
        drain(stream, spark);
      }
    }
    context.report().rowsOut(rowsMade);
    context.report().message(Counted.of(filesMade, "file") + " in landing/");
    return Outcome.SUCCEEDED;
  }

  private void drain(CheckpointedStream stream, SparkSession spark) {
    Dataset<Row> ids =
        spark.readStream().format("rate-micro-batch").option("rowsPerBatch", wanted.rows()).load();
    stream.run(ids, functions.min("value"), first -> make(spark, first));
  }

  /**
   * The stream says when, the plans say what: an id that the last plan starts with is that plan's
   * batch again; an older one comes from a lost checkpoint, and the ids go on after the last plan.
   */
  private void make(SparkSession spark, long firstOfStream) {
    context.stop().check();
    List<Long> numbers = plans.numbers();
    if (!numbers.isEmpty()) {
      GeneratePlan last = GeneratePlan.parse(plans.read(numbers.get(numbers.size() - 1)));
      if (firstOfStream == last.first()) {
        log.info("making the batch from id {} again", last.first());
        write(spark, last, there(last));
        return;
      }
      firstOfStream = Math.max(firstOfStream, last.next());
    }
    GeneratePlan plan =
        new GeneratePlan(
            firstOfStream, wanted.rows(), wanted.files(), wanted.start(), wanted.badRatio());
    if (!plans.createIfAbsent(numbers.size() + 1L, plan.json())) {
      throw Problem.busy(
          "Cannot generate %s: another run generates as well".formatted(pipeline.name()));
    }
    write(spark, plan, Set.of());
  }

  private void write(SparkSession spark, GeneratePlan plan, Set<String> there) {
    Set<String> missing = new HashSet<>();
    for (GeneratePlan.Part part : plan.parts()) {
      String name = fileName(part);
      if (!there.contains(name)) {
        missing.add(name);
        rowsMade += part.last() - part.first() + 1;
      }
    }
    new LandingFiles(spark, context.storage().hadoop(), pipeline, context.data().landing())
        .write(plan, missing);
    filesMade += missing.size();
    log.info(
        "ids {} to {}: {} of {} files made",
        plan.first(),
        plan.next() - 1,
        missing.size(),
        plan.parts().size());
  }

  private String fileName(GeneratePlan.Part part) {
    return part.fileName(pipeline.name(), pipeline.source().format().label());
  }

  /** The files of a plan that landed before; those that were consumed are in delivery notes. */
  private Set<String> there(GeneratePlan plan) {
    Set<String> names =
        plan.parts().stream()
            .map(this::fileName)
            .filter(name -> context.storage().exists(new Path(context.data().landing(), name)))
            .collect(Collectors.toCollection(HashSet::new));
    DeliveryNotes.of(context).after(0).stream()
        .flatMap(note -> note.files().stream())
        .map(Delivery::path)
        .forEach(names::add);
    return names;
  }
}
