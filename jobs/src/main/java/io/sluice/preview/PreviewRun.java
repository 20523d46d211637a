// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import io.sluice.fit.PipelineFit;
import io.sluice.fit.ReferenceColumns;
import io.sluice.format.SourceFormats;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.preview.PreviewedRecord.Becomes;
import io.sluice.problem.Outcome;
import io.sluice.reference.PinnedReferences;
import io.sluice.refine.Refiner;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Shows what would become of the first records of a file, by the code that transform runs. It
 * writes nothing, takes no lease and leaves no report.
 *
 * @param file a path, a URI, or a name in the pipeline's data folder; empty for the file that a
 *     transform would read next
 * @param most how many records to show
 */
public record PreviewRun(
    RunContext context, Optional<String> file, int most, PreviewFormat format) {

  /**
   * @throws io.sluice.problem.Problem INVALID where there is no such file, or the pipeline's SQL
   *     has mistakes
   */
  public Outcome run() {
    PreviewedFile found =
        file.map(name -> PreviewedFile.named(context, name))
            .orElseGet(() -> PreviewedFile.next(context));
    boolean isTaken = Landing.of(context).takes(found.delivery().path());
    if (format == PreviewFormat.TABLE) {
      context.verdict("PREVIEW", found.title() + note(found, isTaken));
    }
    Pipeline pipeline = context.pipeline();
    requireFit(pipeline);
    context.doing("started Spark");
    SparkSession spark = Sessions.open(context);
    context.doing("fitted the SQL to %s", pipeline.table());
    Refiner refiner =
        SourceFormats.refiner(spark, pipeline, PinnedReferences.lookedAt(context).lookups(spark));
    context.doing("read the first records of %s", found.title());
    FirstRecords first = FirstRecords.of(spark, context.storage(), pipeline.source(), found, most);
    context.doing("refined the first records of %s", found.title());
    Preview preview =
        Preview.of(spark, context.storage(), pipeline, refiner, found, first, isTaken);
    switch (format) {
      case TABLE -> context.show(new PreviewText(preview).lines());
      case JSON -> context.print(PreviewJson.of(preview));
    }
    context.report().message(summary(preview));
    return Outcome.SUCCEEDED;
  }

  private String note(PreviewedFile found, boolean isTaken) {
    if (found.isNext()) {
      return ", which transform takes next";
    }
    return isTaken
        ? ""
        : "; in landing/ it would be left alone: files, %s, doesn't take its name"
            .formatted(context.pipeline().source().files());
  }

  private void requireFit(Pipeline pipeline) {
    PipelineDraft draft = PipelineDraft.of(context.storage(), pipeline);
    PipelineFit.check(draft, ReferenceColumns.published(context));
    draft.findings().throwIfAny(draft.name(), draft.folder());
  }

  private static String summary(Preview preview) {
    if (preview.first().rejection().isPresent()) {
      return "the file would be rejected";
    }
    long shown = preview.records().size();
    List<String> parts = new ArrayList<>();
    for (Becomes each : Becomes.values()) {
      long number = preview.number(each);
      if (number > 0) {
        parts.add(number + " " + each.label());
      }
    }
    return shown == 0
        ? "the file holds no record"
        : "%s: %s".formatted(Counted.of(shown, "record"), String.join(", ", parts));
  }
}
