// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.refine.Refiner;
import io.sluice.storage.Storage;
import io.sluice.text.Suggestions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The relations that a pipeline's cases can give and expect, worked out once for all of them.
 *
 * @param joint the records that cases give of the source
 */
record CaseRelations(
    GivenSource source, RelationColumns columns, CaseReferences references, JointRecords joint) {
  /** The rows that are expected of generate.sql. */
  static final String GENERATE = "generate";

  /**
   * @param folders of the cases that will be run
   * @throws Problem INVALID where the pipeline's SQL doesn't fit what it reads
   */
  static CaseRelations of(
      SparkSession spark, Storage storage, Pipeline pipeline, List<Path> folders) {
    CaseReferences references = new CaseReferences(spark, storage, pipeline);
    Refiner refiner = SourceFormats.refiner(spark, pipeline, references.none());
    RelationColumns columns = new RelationColumns(spark, pipeline, refiner, references.columns());
    if (!columns.problems().isEmpty()) {
      throw Problem.invalid(String.join("\n", columns.problems()));
    }
    GivenSource source = new GivenSource(spark, storage, pipeline, refiner);
    Map<String, CaseFile> nothing = Map.of();
    return new CaseRelations(
        source,
        columns,
        references,
        new JointRecords(
            () -> source.lookingUp(references, nothing), alike(storage, pipeline, folders)));
  }

  /** Records of cases that differ in nothing else that decides what becomes of them. */
  private static List<CaseFile> alike(Storage storage, Pipeline pipeline, List<Path> folders) {
    Set<String> others = new TreeSet<>(Set.of(pipeline.table()));
    pipeline.rowReferences().forEach(reference -> others.add(reference.name()));
    return folders.stream()
        .map(folder -> CaseFiles.in(storage, folder, wrong -> {}).given())
        .filter(given -> Collections.disjoint(given.keySet(), others))
        .flatMap(given -> Stream.ofNullable(given.get(Relations.SOURCE)))
        .toList();
  }

  /** Starts a case; closing it takes away what it has left in the session. */
  CaseRun run(CaseFiles files) {
    require(files.given(), "a case can't give", "it can give", givable());
    require(files.expected(), "nothing makes", "what is made is", expectable());
    return new CaseRun(source, columns, references, joint, files.given());
  }

  Pipeline pipeline() {
    return source.pipeline();
  }

  private SortedSet<String> givable() {
    SortedSet<String> names = new TreeSet<>(columns.made().keySet());
    names.addAll(columns.kept());
    names.addAll(columns.references().keySet());
    names.add(Relations.SOURCE);
    pipeline().generate().ifPresent(file -> names.add(Relations.IDS));
    return names;
  }

  private SortedSet<String> expectable() {
    SortedSet<String> names = new TreeSet<>(columns.made().keySet());
    names.add(Relations.QUARANTINE);
    pipeline().generate().ifPresent(file -> names.add(GENERATE));
    pipeline().checks().stream().map(QualityCheck::name).forEach(names::add);
    return names;
  }

  private static void require(
      SortedMap<String, CaseFile> files, String refused, String remedy, SortedSet<String> allowed) {
    files.forEach(
        (relation, file) -> {
          if (!allowed.contains(relation)) {
            String what = remedy + " " + Suggestions.first(relation, allowed);
            throw CaseTable.wrong(file.name(), "%s %s; %s".formatted(refused, relation, what));
          }
        });
  }
}
