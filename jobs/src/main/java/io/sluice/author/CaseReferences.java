// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.fit.ReferenceColumns;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import io.sluice.reference.PinnedReferences;
import io.sluice.reference.UniqueKeys;
import io.sluice.refine.Lookups;
import io.sluice.storage.Storage;
import io.sluice.table.TableLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The references of a pipeline where there is no data: as a case gives them, else files as the
 * folder has them.
 */
final class CaseReferences {
  private final SparkSession spark;
  private final Storage storage;
  private final Pipeline pipeline;
  private final Map<String, StructType> columns = new TreeMap<>();
  private final Map<String, Dataset<Row>> files = new HashMap<>();

  /**
   * @throws Problem INVALID where the columns of another pipeline's relation can't be told
   */
  CaseReferences(SparkSession spark, Storage storage, Pipeline pipeline) {
    this.spark = spark;
    this.storage = storage;
    this.pipeline = pipeline;
    ReferenceColumns defined =
        ReferenceColumns.defined(storage, pipeline.folder().getParent(), Map.of());
    for (Reference reference : pipeline.references()) {
      StructType found = defined.of(reference).orElseThrow(() -> unknown(reference));
      columns.put(reference.name(), new TableLayout(found, List.of()).schema());
    }
  }

  private Problem unknown(Reference reference) {
    String other = reference instanceof Reference.OfRelation of ? of.pipeline() : pipeline.name();
    return Problem.invalid(
        "Cannot use the reference %s: the folder of pipeline %s doesn't tell the columns of %s; ./sluice validate --pipeline %s says why"
            .formatted(reference.name(), other, reference.title(), other));
  }

  Map<String, StructType> columns() {
    return columns;
  }

  /** No rows, for SQL that is only to be resolved. */
  Lookups none() {
    return Lookups.of(pipeline, this::empty);
  }

  private Dataset<Row> empty(Reference reference) {
    return spark.createDataFrame(List.of(), columns.get(reference.name()));
  }

  /** What rules and transformations look up in a case. */
  Lookups lookups(Map<String, CaseFile> given) {
    return Lookups.of(pipeline, reference -> rows(reference, given));
  }

  /**
   * A reference's rows in a case.
   *
   * @throws Problem INVALID where another pipeline's relation isn't given, or a key isn't unique
   */
  Dataset<Row> rows(Reference reference, Map<String, CaseFile> given) {
    return find(reference, given)
        .orElseThrow(
            () ->
                CaseTable.wrong(
                    "the reference " + reference.name(),
                    "it is %s, and the case doesn't give it; write given/%s.csv"
                        .formatted(reference.title(), reference.name())));
  }

  /** The same for rows made up to try SQL on: of other pipelines' relations there may be none. */
  Dataset<Row> sample(Reference reference, Map<String, CaseFile> given) {
    return find(reference, given).orElseGet(() -> empty(reference));
  }

  private Optional<Dataset<Row>> find(Reference reference, Map<String, CaseFile> given) {
    CaseFile file = given.get(reference.name());
    if (file != null) {
      Dataset<Row> rows =
          new GivenRows(file.table(storage), reference.name(), columns.get(reference.name()))
              .typed()
              .relation(spark);
      UniqueKeys.require(rows, reference, file.name());
      return Optional.of(rows);
    }
    return reference instanceof Reference.OfFile of
        ? Optional.of(
            files.computeIfAbsent(
                of.name(), name -> PinnedReferences.rows(spark, storage, pipeline, of)))
        : Optional.empty();
  }
}
