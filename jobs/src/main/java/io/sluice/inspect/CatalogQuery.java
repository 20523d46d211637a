// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Reference;
import io.sluice.pipeline.TypedQuery;
import io.sluice.problem.Problem;
import io.sluice.publish.PublishedTables;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Question about a pipeline's relations rather than their rows: {@code show tables}, or {@code
 * describe RELATION}.
 *
 * @param relation the one to be described; empty where all are to be listed
 */
record CatalogQuery(Pipeline pipeline, Optional<String> relation) {
  private static final Pattern SHOW = word("show\\s+(tables|relations)");
  private static final Pattern DESCRIBE =
      word("desc(ribe)?\\s+((table|relation)\\s+)?`?(?<name>\\w+)`?");

  private static final StructType RELATIONS =
      new StructType()
          .add("relation", DataTypes.StringType)
          .add("kind", DataTypes.StringType)
          .add("version", DataTypes.LongType);
  private static final StructType COLUMNS =
      new StructType()
          .add("column", DataTypes.StringType)
          .add("type", DataTypes.StringType)
          .add("personal", DataTypes.BooleanType);

  /**
   * Takes a text for such a question; empty where it is none.
   *
   * @throws Problem INVALID where it asks for a relation that there isn't
   */
  static Optional<CatalogQuery> of(Pipeline pipeline, String text) {
    if (SHOW.matcher(text).matches()) {
      return Optional.of(new CatalogQuery(pipeline, Optional.empty()));
    }
    Matcher describe = DESCRIBE.matcher(text);
    if (!describe.matches()) {
      return Optional.empty();
    }
    String name = describe.group("name").toLowerCase(Locale.ROOT);
    List<String> known = TypedQuery.relations(pipeline);
    if (!known.contains(name)) {
      throw Problem.invalid(
          "Cannot describe %s: there is no such relation; %s has %s"
              .formatted(Escaped.quoted(name), pipeline.name(), Suggestions.first(name, known)));
    }
    return Optional.of(new CatalogQuery(pipeline, Optional.of(name)));
  }

  /**
   * The answer.
   *
   * @param read gives the rows of a relation, or throws why it can't be read
   */
  Dataset<Row> rows(PublishedTables published, Function<String, Dataset<Row>> read) {
    List<Row> rows =
        relation
            .map(name -> columns(read.apply(name).schema()))
            .orElseGet(() -> relations(published));
    return published
        .spark()
        .createDataFrame(rows, relation.isPresent() ? COLUMNS : RELATIONS)
        .coalesce(1);
  }

  private List<Row> columns(StructType schema) {
    return Arrays.stream(schema.fields())
        .map(
            field ->
                RowFactory.create(
                    field.name(),
                    field.dataType().sql(),
                    pipeline.personal().contains(field.name())))
        .toList();
  }

  private List<Row> relations(PublishedTables published) {
    return TypedQuery.relations(pipeline).stream()
        .map(
            name ->
                RowFactory.create(name, kind(name), published.state().version(name).orElse(null)))
        .toList();
  }

  private String kind(String name) {
    if (name.equals(pipeline.table())) {
      return "transformed table";
    }
    Optional<Reference> reference = pipeline.reference(name);
    if (reference.isPresent()) {
      return "reference, " + reference.get().title();
    }
    return pipeline.aggregations().stream()
        .filter(each -> each.relation().equals(name))
        .map(Aggregation::materialized)
        .map(materialized -> "aggregation, " + materialized.label())
        .findFirst()
        .orElse("kept by Sluice");
  }

  private static Pattern word(String statement) {
    return Pattern.compile("\\s*" + statement + "\\s*;?\\s*", Pattern.CASE_INSENSITIVE);
  }
}
