// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/**
 * As much of a pipeline's folder as can be used, regardless of mistakes in the rest: what is empty
 * is absent, or there is a finding about it. SQL is in it where it could be parsed.
 *
 * @param schema the typed columns of landed files, also where something else about them is wrong
 * @param table the transformed table's relation
 * @param aggregations each after those that it reads
 * @param macros what SQL files may call
 * @param yaml pipeline.yaml, for findings about its places
 */
public record PipelineDraft(
    String name,
    Path folder,
    Optional<Source> source,
    Optional<StructType> schema,
    Optional<String> table,
    List<String> key,
    Optional<String> eventDate,
    Macros macros,
    Optional<SqlFile> rules,
    Optional<SqlFile> transformations,
    Optional<SqlFile> generate,
    List<Aggregation> aggregations,
    List<QualityCheck> checks,
    List<Reference> references,
    List<Export> exports,
    YamlPlaces yaml,
    Findings findings) {

  /** A pipeline that was loaded, with no finding yet. */
  public static PipelineDraft of(Storage storage, Pipeline pipeline) {
    Path yaml = new Path(pipeline.folder(), Section.FILE);
    Findings findings = new Findings();
    return new PipelineDraft(
        pipeline.name(),
        pipeline.folder(),
        Optional.of(pipeline.source()),
        Optional.of(pipeline.source().schema()),
        Optional.of(pipeline.table()),
        pipeline.key(),
        Optional.of(pipeline.eventDate()),
        pipeline.rules().macros(),
        Optional.of(pipeline.rules()),
        Optional.of(pipeline.transformations()),
        pipeline.generate(),
        pipeline.aggregations(),
        pipeline.checks(),
        pipeline.references(),
        pipeline.exports(),
        YamlPlaces.of(storage.read(yaml), findings),
        findings);
  }
}
