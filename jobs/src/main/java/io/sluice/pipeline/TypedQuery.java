// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.pipeline.SqlReader.Read;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A query that a person types, over a pipeline's relations by their names.
 *
 * @param reads the relations that it reads
 */
public record TypedQuery(SqlFile sql, Set<String> reads) {
  private static final String NAME = "the query";

  public TypedQuery {
    reads = Set.copyOf(reads);
  }

  /**
   * Parses the text; nothing is resolved, and no session is needed.
   *
   * @throws Problem INVALID where it is anything but one query over those relations, with
   *     everything that is wrong
   */
  public static TypedQuery of(Storage storage, Pipeline pipeline, String text) {
    Findings findings = new Findings();
    SqlReader reader =
        new SqlReader(storage, pipeline.folder(), pipeline.rules().macros(), findings);
    Read read = reader.read(NAME, text, SqlKind.TYPED);
    reader.checkRelations(read, relations(pipeline));
    if (findings.count() > 0) {
      throw Problem.invalid("Cannot run " + String.join("; ", findings.lines()));
    }
    return new TypedQuery(read.file(), read.relations());
  }

  /** Relations that there are to read. */
  public static List<String> relations(Pipeline pipeline) {
    List<String> relations = new ArrayList<>(List.of(pipeline.table()));
    pipeline.aggregations().stream().map(Aggregation::relation).forEach(relations::add);
    pipeline.references().stream().map(Reference::name).forEach(relations::add);
    relations.addAll(Relations.AUDITED);
    return relations;
  }
}
