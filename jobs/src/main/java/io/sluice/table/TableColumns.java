// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.types.StructField;

/** A table's columns and partitions beside those that rows would have. */
public final class TableColumns {
  private final String relation;
  private final TableVersions versions;
  private final StagedFileCheck lying;
  private final OptimisticTransaction transaction;

  TableColumns(
      String relation,
      TableVersions versions,
      StagedFileCheck lying,
      OptimisticTransaction transaction) {
    this.relation = relation;
    this.versions = versions;
    this.lying = lying;
    this.transaction = transaction;
  }

  private boolean exist() {
    return transaction.readVersion() >= 0;
  }

  /** The layout that the table has now; empty where there is none. */
  public Optional<TableLayout> layout() {
    return exist()
        ? Optional.of(
            new TableLayout(
                transaction.snapshot().schema(),
                TableDefinition.partitions(transaction.snapshot())))
        : Optional.empty();
  }

  /** Ways in which a layout differs from the table, such as {@code day is missing}. */
  public List<String> differences(TableLayout layout) {
    return exist() ? TableDefinition.differences(transaction.snapshot(), layout) : List.of();
  }

  /** Names of a layout's columns that the table doesn't have; none where there is no table. */
  public List<String> lacking(TableLayout layout) {
    return exist()
        ? Columns.added(transaction.snapshot().schema(), layout.schema()).stream()
            .map(StructField::name)
            .toList()
        : List.of();
  }

  /**
   * Looks whether rows of a layout can be published, before anything is written. They may have
   * columns that are new.
   *
   * @param pipeline for the remedy
   * @throws Problem INVALID where the table has other columns; UNSAFE where its own rows have
   */
  public void require(TableLayout layout, String pipeline) {
    if (exist()) {
      requireOwn(pipeline);
      requireFitting(layout, pipeline);
    }
  }

  /**
   * @param pipeline for the remedy
   * @throws Problem INVALID where rows of a layout don't fit beside the table's
   */
  public void requireFitting(TableLayout layout, String pipeline) {
    if (exist()) {
      TableDefinition.requireFitting(
          relation,
          transaction.snapshot(),
          layout,
          "./sluice backfill --pipeline %s --all --plan".formatted(pipeline));
    }
  }

  /**
   * Looks into the oldest of the table's files. Columns that come later are new, or replace every
   * file, so that no file has others, unless an earlier version has damaged the table.
   *
   * @param pipeline for the remedy
   * @throws Problem UNSAFE where it has other columns than the table
   */
  public void requireOwn(String pipeline) {
    versions
        .oldest()
        .filter(file -> lying.has(file.path(), file.size()))
        .ifPresent(
            file ->
                new FileColumns(lying.storage(), lying.table(), versions.columns())
                    .require(List.of(file), relation, pipeline));
  }
}
