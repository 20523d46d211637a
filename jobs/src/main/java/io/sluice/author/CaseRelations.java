// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.refine.Refiner;
import io.sluice.spark.TemporaryViews;
import io.sluice.storage.Storage;
import io.sluice.text.Suggestions;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/** The relations that a pipeline's cases can give and expect, worked out once for all of them. */
record CaseRelations(GivenSource source, RelationColumns columns, CaseReferences references) {
  /** The rows that are expected of generate.sql. */
  static final String GENERATE = "generate";

  /**
   * @throws Problem INVALID where the pipeline's SQL doesn't fit what it reads
   */
  static CaseRelations of(SparkSession spark, Storage storage, Pipeline pipeline) {
    CaseReferences references = new CaseReferences(spark, storage, pipeline);
    Refiner refiner = SourceFormats.refiner(spark, pipeline, references.none());
    RelationColumns columns = new RelationColumns(spark, pipeline, refiner, references.columns());
    if (!columns.problems().isEmpty()) {
      throw Problem.invalid(String.join("\n", columns.problems()));
    }
    return new CaseRelations(
        new GivenSource(spark, storage, pipeline, refiner), columns, references);
  }

  /** Starts a case; closing it takes away what it has left in the session. */
  CaseRun run(CaseFiles files) {
    require(files.given(), "a case can't give", "it can give", givable());
    require(files.expected(), "nothing makes", "what is made is", expectable());
    return new CaseRun(
        sourceOf(files), columns, references, files.given(), new TemporaryViews(source.spark()));
  }

  /** Each case may give other references to look up. */
  private GivenSource sourceOf(CaseFiles files) {
    if (pipeline().rowReferences().isEmpty() || !files.given().containsKey(Relations.SOURCE)) {
      return source;
    }
    Refiner refiner =
        SourceFormats.refiner(source.spark(), pipeline(), references.lookups(files.given()));
    return new GivenSource(source.spark(), source.storage(), pipeline(), refiner);
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
