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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/** What a pipeline's cases can give and expect, worked out once for all of them. */
final class CaseRelations {
  /** What is expected of generate.sql. */
  static final String GENERATE = "generate";

  private final SparkSession spark;
  private final Storage storage;
  private final Pipeline pipeline;
  private final Refiner refiner;
  private final RelationColumns columns;

  /**
   * @throws Problem INVALID where the pipeline's SQL doesn't fit what it reads
   */
  CaseRelations(SparkSession spark, Storage storage, Pipeline pipeline) {
    this.spark = spark;
    this.storage = storage;
    this.pipeline = pipeline;
    this.refiner = SourceFormats.refiner(spark, pipeline);
    this.columns = new RelationColumns(spark, pipeline, refiner);
    if (!columns.problems().isEmpty()) {
      throw Problem.invalid(String.join("\n", columns.problems()));
    }
  }

  /** Starts a case; closing it takes away what it has left in the session. */
  CaseRun run(CaseFiles files) {
    require(files.given(), "a case can't give", "it can give", givable());
    require(files.expected(), "nothing makes", "what is made is", expectable());
    return new CaseRun(spark, storage, pipeline, this, files.given());
  }

  Refiner refiner() {
    return refiner;
  }

  RelationColumns columns() {
    return columns;
  }

  private SortedSet<String> givable() {
    SortedSet<String> names = new TreeSet<>(columns.made().keySet());
    names.addAll(columns.kept());
    names.add(Relations.SOURCE);
    pipeline.generate().ifPresent(file -> names.add(Relations.IDS));
    return names;
  }

  private SortedSet<String> expectable() {
    SortedSet<String> names = new TreeSet<>(columns.made().keySet());
    names.add(Relations.QUARANTINE);
    pipeline.generate().ifPresent(file -> names.add(GENERATE));
    pipeline.checks().stream().map(QualityCheck::name).forEach(names::add);
    return names;
  }

  private static void require(
      SortedMap<String, CaseFile> files, String refused, String remedy, SortedSet<String> allowed) {
    files.forEach(
        (relation, file) -> {
          if (!allowed.contains(relation)) {
            throw CaseTable.wrong(
                file.name(),
                "%s %s; %s %s"
                    .formatted(refused, relation, remedy, Suggestions.first(relation, allowed)));
          }
        });
  }
}
