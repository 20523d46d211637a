// SPDX-License-Identifier: Apache-2.0
package io.sluice.reference;

import io.sluice.fit.PipelineFit;
import io.sluice.fit.ReferenceColumns;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import io.sluice.refine.Lookups;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The references of a run's pipeline. Whatever happens to them meanwhile, the run sees each at the
 * content or version that it first asked for.
 */
public final class PinnedReferences {
  private final RunContext context;
  private final CheckedReferences checked;
  private final Map<String, ReferenceContent> contents = new HashMap<>();

  private PinnedReferences(RunContext context, boolean keeps) {
    this.context = context;
    this.checked = CheckedReferences.of(context, keeps);
  }

  /** For a run that holds the pipeline's lease: it notes what it has checked. */
  public static PinnedReferences kept(RunContext context) {
    return new PinnedReferences(context, true);
  }

  /** For a run that leaves nothing. */
  public static PinnedReferences lookedAt(RunContext context) {
    return new PinnedReferences(context, false);
  }

  /**
   * The run's context with a pipeline that knows what its rows are made with.
   *
   * @throws Problem where a reference that rules or transformations join can't be read
   */
  public RunContext built() {
    Pipeline pipeline = context.pipeline();
    List<String> names = pipeline.rowReferences().stream().map(Reference::name).toList();
    if (names.isEmpty()) {
      return context;
    }
    Pipeline built =
        pipeline.with(
            versions(names),
            PipelineFit.dating(
                PipelineDraft.of(context.storage(), pipeline),
                ReferenceColumns.published(context)));
    context.report().sqlHash(built.sqlHash());
    return new RunContext(context.report(), built, context.data(), context.surroundings());
  }

  /**
   * The content or version of each reference among some relations, by name.
   *
   * @throws Problem where one can't be read
   */
  public SortedMap<String, String> versions(Collection<String> relations) {
    SortedMap<String, String> versions = new TreeMap<>();
    context
        .pipeline()
        .referencesAmong(relations)
        .forEach(reference -> versions.put(reference.name(), content(reference).version()));
    return versions;
  }

  /**
   * A reference's rows.
   *
   * @throws Problem where it can't be read, or a key isn't unique
   */
  public Dataset<Row> rows(SparkSession spark, Reference reference) {
    return content(reference).rows(spark);
  }

  /** The rows that the pipeline's rules and transformations look up. */
  public Lookups lookups(SparkSession spark) {
    return Lookups.of(context.pipeline(), reference -> rows(spark, reference));
  }

  /**
   * Requires that a file has the columns of its schema and no others, as far as that shows without
   * Spark.
   *
   * @param folder the pipeline's
   * @throws Problem INVALID where it has others
   */
  public static void requireColumns(Storage storage, Path folder, Reference.OfFile reference) {
    FileContent.requireColumns(storage, storage.linked(reference.in(folder)), reference);
  }

  /**
   * The rows of a file as the pipeline's folder has it, regardless of what was checked before.
   *
   * @throws Problem INVALID where a value doesn't fit, with its line, or a key isn't unique
   */
  public static Dataset<Row> rows(
      SparkSession spark, Storage storage, Pipeline pipeline, Reference.OfFile reference) {
    CheckedReferences nothing = new CheckedReferences(storage, Optional.empty(), false);
    return new FileContent(reference, storage, pipeline.folder(), nothing).rows(spark);
  }

  private ReferenceContent content(Reference reference) {
    return contents.computeIfAbsent(
        reference.name(),
        name ->
            reference instanceof Reference.OfFile file
                ? new FileContent(file, context.storage(), context.pipeline().folder(), checked)
                : new RelationContent((Reference.OfRelation) reference, context, checked));
  }
}
