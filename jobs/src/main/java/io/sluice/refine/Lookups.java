// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Reference;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of references that rules and transformations join.
 *
 * @param rows by the reference's name; no key occurs twice in them
 */
public record Lookups(Map<String, Dataset<Row>> rows) {
  /** None, for SQL that joins no reference. */
  public static final Lookups NONE = new Lookups(Map.of());

  public Lookups {
    rows = Map.copyOf(rows);
  }

  /** Those that a pipeline's rules and transformations join. */
  public static Lookups of(Pipeline pipeline, Function<Reference, Dataset<Row>> rows) {
    return of(pipeline.rowReferences(), rows);
  }

  private static Lookups of(
      Collection<Reference> references, Function<Reference, Dataset<Row>> rows) {
    Map<String, Dataset<Row>> found = new TreeMap<>();
    references.forEach(reference -> found.put(reference.name(), rows.apply(reference)));
    return new Lookups(found);
  }
}
