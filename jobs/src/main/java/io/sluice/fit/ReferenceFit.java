// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Check that the relations of other pipelines that a pipeline refers to exist, by their folders.
 */
public record ReferenceFit(
    Storage storage, Path sqlRoot, Map<String, String> environment, PipelineDraft draft) {

  /** Adds what is wrong to the draft's findings. */
  public void check() {
    draft.references().stream()
        .filter(Reference.OfRelation.class::isInstance)
        .forEach(reference -> check((Reference.OfRelation) reference));
  }

  private void check(Reference.OfRelation reference) {
    if (reference.pipeline().equals(draft.name())) {
      return; // which is told already
    }
    PipelineDraft other;
    try {
      other = PipelineReading.of(storage, sqlRoot, reference.pipeline(), environment).draft();
    } catch (Problem e) {
      List<String> names = pipelines();
      draft
          .yaml()
          .refuseReference(
              reference.name(),
              "pipeline",
              "'%s', which is no folder beside this one%s"
                  .formatted(
                      reference.pipeline(), Suggestions.didYouMean(reference.pipeline(), names)),
              Suggestions.first(reference.pipeline(), names));
      return;
    }
    List<String> relations = relations(other);
    if (other.table().isPresent() && !relations.contains(reference.relation())) {
      draft
          .yaml()
          .refuseReference(
              reference.name(),
              "relation",
              "'%s', which pipeline %s doesn't publish%s"
                  .formatted(
                      reference.relation(),
                      reference.pipeline(),
                      Suggestions.didYouMean(reference.relation(), relations)),
              Suggestions.first(reference.relation(), relations));
    }
  }

  /** The relations that a pipeline publishes for others to read. */
  public static List<String> relations(PipelineDraft pipeline) {
    List<String> relations = new ArrayList<>(pipeline.table().stream().toList());
    pipeline.aggregations().stream().map(Aggregation::relation).forEach(relations::add);
    return relations;
  }

  private List<String> pipelines() {
    return storage.list(sqlRoot).stream()
        .filter(FileStatus::isDirectory)
        .map(folder -> folder.getPath().getName())
        .filter(name -> !name.equals(draft.name()))
        .toList();
  }
}
