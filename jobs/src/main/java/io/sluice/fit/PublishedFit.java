// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerKey;
import io.sluice.change.LogState;
import io.sluice.pipeline.Findings;
import io.sluice.pipeline.OutputColumns;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.SqlFile;
import io.sluice.run.DataFolder;
import io.sluice.storage.Storage;
import io.sluice.table.DeltaCommitLog;
import io.sluice.table.TableChange;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Comparison of what a pipeline's folder says with the table that is published: its name can't
 * change; its key, its event date and its columns change when a backfill replaces all of it, but
 * for new columns, which come with the next batch. It reads the change log and Delta's log as text.
 *
 * @param state where the change log ends
 * @param metadata the transformed table's, as Delta has it; empty before it is made
 */
public record PublishedFit(LogState state, Optional<JsonNode> metadata, PipelineDraft draft) {
  private static final String OTHER_PIPELINE =
      "; or give the folder another name, for a new pipeline";

  /** A comparison with what is in a data folder. */
  public static PublishedFit of(Storage storage, DataFolder data, PipelineDraft draft) {
    DataFolder folder = new DataFolder(storage.qualify(data.root()));
    ChangeLog changes = new ChangeLog(storage, folder.changes(), folder.tables(), draft.name());
    LogState state = changes.position().state();
    Optional<JsonNode> metadata =
        draft
            .table()
            .filter(table -> state.version(table).isPresent())
            .flatMap(
                table ->
                    // What is recorded is published, whether the table has it yet or not.
                    changes
                        .head()
                        .flatMap(head -> head.to(table))
                        .flatMap(TableChange::metadata)
                        .or(
                            new DeltaCommitLog(storage, new Path(folder.tables(), table))
                                ::metadata));
    return new PublishedFit(state, metadata, draft);
  }

  /** The command that replaces the whole table. */
  String replacement() {
    return "./sluice backfill --pipeline %s --all --plan".formatted(draft.name());
  }

  private String orReplaced() {
    return "; or replace the whole table: " + replacement();
  }

  /**
   * Adds to the draft's findings where its key and event date differ from what published rows are
   * kept by.
   */
  void checkIdentity() {
    checkKey();
    metadata.ifPresent(
        published -> checkEventDate(published.path("partitionColumns").path(0).asText()));
  }

  /** Adds everything that differs to the draft's findings. */
  public void check(FitRelations relations) {
    checkName();
    checkIdentity();
    metadata.ifPresent(
        published ->
            draft
                .table()
                .flatMap(relations::columns)
                .ifPresent(selected -> checkColumns(columns(published), selected)));
  }

  /**
   * Names of columns that the published table doesn't have yet: they come with the next batch that
   * has rows.
   */
  public List<String> newColumns(FitRelations relations) {
    List<String> published =
        metadata.map(table -> List.of(columns(table).fieldNames())).orElse(List.of());
    return draft
        .table()
        .filter(table -> metadata.isPresent())
        .flatMap(relations::columns)
        .map(columns -> new ArrayList<>(List.of(columns.fieldNames())))
        .map(
            names -> {
              names.removeAll(published);
              return List.copyOf(names);
            })
        .orElse(List.of());
  }

  private static StructType columns(JsonNode table) {
    return (StructType) DataType.fromJson(table.path("schemaString").asText());
  }

  /**
   * Adds to the draft's findings where its table isn't the published one. Those are tables that no
   * aggregation has made and that the engine doesn't keep.
   */
  void checkName() {
    List<String> tables = new ArrayList<>(state.versions().keySet());
    tables.removeAll(Relations.RESERVED);
    for (ConsumerKey consumer : state.progress().keySet()) {
      tables.remove(consumer.name());
    }
    draft
        .table()
        .filter(table -> tables.size() == 1 && !tables.contains(table))
        .ifPresent(
            table ->
                draft
                    .yaml()
                    .refuse(
                        "table",
                        "'%s', and what is published is '%s'".formatted(table, tables.get(0)),
                        tables.get(0) + OTHER_PIPELINE));
  }

  private void checkKey() {
    if (!state.key().isEmpty()
        && !draft.key().isEmpty()
        && !Set.copyOf(state.key()).equals(Set.copyOf(draft.key()))) {
      draft
          .yaml()
          .refuse(
              "key",
              "[%s], and published rows were told apart by [%s]"
                  .formatted(String.join(", ", draft.key()), String.join(", ", state.key())),
              "[%s]".formatted(String.join(", ", state.key())) + orReplaced());
    }
  }

  private void checkEventDate(String published) {
    draft
        .eventDate()
        .filter(date -> !published.isEmpty() && !date.equals(published))
        .ifPresent(
            date ->
                draft
                    .yaml()
                    .refuse(
                        "event-date",
                        "'%s', and the published table is partitioned by '%s'"
                            .formatted(date, published),
                        published + orReplaced()));
  }

  private void checkColumns(StructType table, StructType selected) {
    SqlFile file = draft.transformations().orElseThrow();
    OutputColumns written = OutputColumns.of(file.plan());
    Findings findings = draft.findings();
    List<String> names = List.of(selected.fieldNames());
    for (StructField field : table.fields()) {
      String name = field.name();
      if (!names.contains(name)) {
        findings.add(
            file.name(),
            "found no column '%s'%s, which the published table has; allowed: its columns%s"
                .formatted(
                    name,
                    Suggestions.didYouMean(name, names).replace("did you mean", "is it"),
                    orReplaced()));
      } else if (!alike(selected.apply(name).dataType(), field.dataType())) {
        findings.add(
            file.name(),
            written.place(name),
            "found the column '%s' of type %s, and the published table has %s; allowed: %s%s"
                .formatted(
                    name,
                    selected.apply(name).dataType().sql(),
                    field.dataType().sql(),
                    field.dataType().sql(),
                    orReplaced()));
      }
    }
  }

  /** What may be null is no difference. */
  private static boolean alike(DataType one, DataType other) {
    return DataType.equalsIgnoreNullability(one, other);
  }
}
