// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import io.sluice.run.DataFolder;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import io.sluice.table.DeltaCommitLog;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A way to find the columns of relations of other pipelines. */
public interface ReferenceColumns {
  /** Knows none. */
  ReferenceColumns UNKNOWN = reference -> Optional.empty();

  /** Columns of a relation; empty where they can't be told. */
  Optional<StructType> of(Reference.OfRelation reference);

  /** Columns of a reference. */
  default Optional<StructType> of(Reference reference) {
    return reference instanceof Reference.OfFile file
        ? Optional.of(file.source().schema())
        : of((Reference.OfRelation) reference);
  }

  /** Those of this, and where it knows none those of another. */
  default ReferenceColumns or(ReferenceColumns other) {
    return reference -> of(reference).or(() -> other.of(reference));
  }

  /** Columns as they are published beside the data of a run's pipeline. */
  static ReferenceColumns published(RunContext context) {
    return published(context.storage(), context.data());
  }

  /**
   * Columns as they are published.
   *
   * @param data of some pipeline, beside which that of the others is
   */
  static ReferenceColumns published(Storage storage, DataFolder data) {
    Path root = storage.qualify(data.root()).getParent();
    return reference -> {
      DataFolder other = new DataFolder(new Path(root, reference.pipeline()));
      try {
        LogState state =
            new ChangeLog(storage, other.changes(), other.tables(), reference.pipeline())
                .position()
                .state();
        return state
            .version(reference.relation())
            .flatMap(
                version ->
                    new DeltaCommitLog(storage, other.table(reference.relation())).metadata())
            .map(table -> (StructType) DataType.fromJson(table.path("schemaString").asText()));
      } catch (Problem e) {
        return Optional.empty(); // who reads the rows says why
      }
    };
  }

  /**
   * Columns as the folders of pipelines define them.
   *
   * @param sqlRoot holds one folder per pipeline
   */
  static ReferenceColumns defined(Storage storage, Path sqlRoot, Map<String, String> environment) {
    return defined(storage, sqlRoot, environment, Set.of());
  }

  private static ReferenceColumns defined(
      Storage storage, Path sqlRoot, Map<String, String> environment, Set<String> asked) {
    return reference -> {
      if (asked.contains(reference.pipeline())) {
        return Optional.empty(); // it needs itself to say
      }
      Set<String> more = new HashSet<>(asked);
      more.add(reference.pipeline());
      try {
        PipelineDraft other =
            PipelineReading.of(storage, sqlRoot, reference.pipeline(), environment).draft();
        return PipelineFit.check(other, defined(storage, sqlRoot, environment, more))
            .columns(reference.relation());
      } catch (Problem e) {
        return Optional.empty(); // there is no such folder, which is told elsewhere
      }
    };
  }
}
