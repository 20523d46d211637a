// SPDX-License-Identifier: Apache-2.0
package io.sluice.reference;

import io.sluice.change.ChangeLog;
import io.sluice.fit.ReferenceFit;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.DataFolder;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import io.sluice.table.DeltaCommitLog;
import io.sluice.table.Tables;
import io.sluice.text.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What another pipeline has published, as the last record of its change log says. It is only read:
 * a change there that isn't applied yet is left to that pipeline's own runs.
 */
final class RelationContent implements ReferenceContent {
  private final Reference.OfRelation reference;
  private final Storage storage;
  private final Path sqlRoot;
  private final DataFolder data;
  private final CheckedReferences checked;
  private Optional<Long> version = Optional.empty();
  private Optional<Dataset<Row>> rows = Optional.empty();

  RelationContent(Reference.OfRelation reference, RunContext context, CheckedReferences checked) {
    this.reference = reference;
    this.storage = context.storage();
    this.sqlRoot = context.pipeline().folder().getParent();
    this.data =
        new DataFolder(
            new Path(storage.qualify(context.data().root()).getParent(), reference.pipeline()));
    this.checked = checked;
  }

  @Override
  public Reference reference() {
    return reference;
  }

  @Override
  public String version() {
    return "version " + number();
  }

  private long number() {
    if (version.isEmpty()) {
      version = Optional.of(published());
    }
    return version.get();
  }

  private long published() {
    ChangeLog.Position end =
        new ChangeLog(storage, data.changes(), data.tables(), reference.pipeline()).position();
    long published = end.state().version(reference.relation()).orElseThrow(this::notPublished);
    if (!new DeltaCommitLog(storage, data.table(reference.relation())).has(published)) {
      throw new Problem(
          Outcome.FAILED,
          "Cannot read the reference %s: change %d of pipeline %s is recorded and not fully applied, which its next run does"
              .formatted(reference.name(), end.number(), reference.pipeline()),
          "./sluice transform --pipeline " + reference.pipeline());
    }
    return published;
  }

  /** Waiting helps where the other pipeline will publish it, and nothing else does. */
  private Problem notPublished() {
    PipelineDraft other;
    try {
      other = PipelineReading.of(storage, sqlRoot, reference.pipeline(), Map.of()).draft();
    } catch (Problem e) {
      return Problem.invalid(
              "Cannot read the reference %s: %s; correct references.%s.pipeline in pipeline.yaml"
                  .formatted(
                      reference.name(),
                      e.getMessage().replaceFirst("^Cannot load ", "of "),
                      reference.name()))
          .causedBy(e);
    }
    List<String> relations = ReferenceFit.relations(other);
    if (other.table().isPresent() && !relations.contains(reference.relation())) {
      return Problem.invalid(
          "Cannot read the reference %s: pipeline %s publishes no relation '%s'%s; it has %s"
              .formatted(
                  reference.name(),
                  reference.pipeline(),
                  reference.relation(),
                  Suggestions.didYouMean(reference.relation(), relations),
                  Suggestions.first(reference.relation(), relations)));
    }
    return new Problem(
        Outcome.FAILED,
        "Cannot read the reference %s: pipeline %s has not published %s yet; run it first"
            .formatted(reference.name(), reference.pipeline(), reference.relation()),
        "./sluice run --pipeline " + reference.pipeline());
  }

  @Override
  public Dataset<Row> rows(SparkSession spark) {
    if (rows.isEmpty()) {
      rows = Optional.of(found(spark));
    }
    return rows.get();
  }

  private Dataset<Row> found(SparkSession spark) {
    Dataset<Row> found =
        new Tables(spark, storage, data.tables()).table(reference.relation()).read(number());
    requireKey(found);
    if (!checked.has(reference, version())) {
      UniqueKeys.require(found, reference, "%s (%s)".formatted(reference.title(), version()));
      checked.put(reference, version());
    }
    return found;
  }

  private void requireKey(Dataset<Row> found) {
    List<String> names = List.of(found.columns());
    for (String key : reference.key()) {
      if (!names.contains(key)) {
        throw Problem.invalid(
            "Cannot use the reference %s: %s (%s) has no column '%s'%s; its columns are %s"
                .formatted(
                    reference.name(),
                    reference.title(),
                    version(),
                    key,
                    Suggestions.didYouMean(key, names),
                    Suggestions.first(key, names)));
      }
    }
  }
}
