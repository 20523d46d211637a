// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Export;
import io.sluice.pipeline.Export.Personal;
import io.sluice.pipeline.Materialization;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.Reference;
import io.sluice.pipeline.Relations;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that an export sends, compared with those that its relation has.
 *
 * @param personal columns of the pipeline that never show in logs and reports
 * @param dateColumn the column by which rows are replaced, where relation and destination are kept
 *     by dates
 */
public record ExportColumns(Export export, Set<String> personal, Optional<String> dateColumn) {
  /** A quarantined record as it came, which holds every column's value. */
  private static final String RECORD = "record";

  public ExportColumns(Pipeline pipeline, Export export) {
    this(
        export,
        pipeline.personal(),
        dateColumn(export, pipeline.table(), pipeline.eventDate(), pipeline.aggregations()));
  }

  /** Adds what is wrong with exports to a draft's findings. */
  public static void check(PipelineDraft draft, FitRelations relations) {
    Set<String> personal = new LinkedHashSet<>();
    draft.source().ifPresent(source -> personal.addAll(source.personal()));
    draft.references().stream().map(Reference::personal).forEach(personal::addAll);
    for (Export export : draft.exports()) {
      Optional<String> date =
          dateColumn(
              export, draft.table().orElse(""), draft.eventDate().orElse(""), draft.aggregations());
      relations
          .columns(export.relation())
          .map(columns -> new ExportColumns(export, personal, date).mistakes(columns))
          .orElse(List.of())
          .forEach(mistake -> draft.findings().add(export.file(), mistake));
    }
  }

  private static Optional<String> dateColumn(
      Export export, String table, String eventDate, Collection<Aggregation> aggregations) {
    boolean isByDate =
        export.relation().equals(table)
            || aggregations.stream()
                .anyMatch(
                    each ->
                        each.relation().equals(export.relation())
                            && each.materialized() == Materialization.INCREMENTAL_BY_DATE);
    return isByDate && export.destination().keepsDates(eventDate)
        ? Optional.of(eventDate)
        : Optional.empty();
  }

  /**
   * Columns that are sent.
   *
   * @param relation all that there are
   */
  public List<StructField> sent(StructType relation) {
    if (export.columns().isEmpty()) {
      return List.of(relation.fields());
    }
    List<String> names = Arrays.asList(relation.fieldNames());
    return export.columns().stream().filter(names::contains).map(relation::apply).toList();
  }

  /** The names of those among them in whose place null is sent. */
  public Set<String> masked(StructType relation) {
    return export.personal().equals(Optional.of(Personal.MASK))
        ? personalAmong(relation)
        : Set.of();
  }

  /** What the export's file asks for and the relation doesn't have, or must not give unasked. */
  public List<String> mistakes(StructType relation) {
    List<String> mistakes = new ArrayList<>();
    List<String> names = Arrays.asList(relation.fieldNames());
    for (String column : export.columns()) {
      if (!names.contains(column)) {
        mistakes.add(
            "columns: found '%s', which %s doesn't have%s; allowed: its columns: %s"
                .formatted(
                    column,
                    export.relation(),
                    Suggestions.didYouMean(column, names),
                    Suggestions.first(column, names)));
      }
    }
    List<String> sent = sent(relation).stream().map(StructField::name).toList();
    for (String column : export.destination().key()) {
      if (!sent.contains(column)) {
        mistakes.add(
            "key: found '%s', which isn't sent%s; allowed: columns that are: %s"
                .formatted(
                    column, Suggestions.didYouMean(column, sent), Suggestions.first(column, sent)));
      }
    }
    dateColumn
        .filter(date -> !sent.contains(date))
        .ifPresent(
            date ->
                mistakes.add(
                    "columns: found no '%s', by which rows are replaced; allowed: columns with it"
                        .formatted(date)));
    mistakes.addAll(personalMistakes(relation));
    return mistakes;
  }

  private List<String> personalMistakes(StructType relation) {
    Set<String> sent = personalAmong(relation);
    if (!sent.isEmpty() && export.personal().isEmpty()) {
      return List.of(
          "personal: found nothing, and %s would be sent, which the pipeline calls personal; allowed: send, mask, or columns without it"
              .formatted(String.join(", ", sent)));
    }
    Set<String> needed = new TreeSet<>(masked(relation));
    needed.removeIf(
        column ->
            !export.destination().key().contains(column)
                && dateColumn.filter(column::equals).isEmpty());
    return needed.isEmpty()
        ? List.of()
        : List.of(
            "personal: found 'mask', and %s tells rows apart; allowed: send, or another key"
                .formatted(String.join(", ", needed)));
  }

  private Set<String> personalAmong(StructType relation) {
    Set<String> found = new TreeSet<>();
    for (StructField field : sent(relation)) {
      boolean holdsAll =
          export.relation().equals(Relations.QUARANTINE) && field.name().equals(RECORD);
      if (personal.contains(field.name()) || (holdsAll && !personal.isEmpty())) {
        found.add(field.name());
      }
    }
    return found;
  }
}
