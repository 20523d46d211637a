// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.problem.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;

/**
 * Looks at each action of a recorded change before it is committed: Delta commits files that aren't
 * there, and columns that no row has, without a word.
 *
 * @param files the table's as it is before
 * @param pipeline for the remedy
 * @param number the change's
 */
record CommitCheck(
    StagedFileCheck lying,
    String relation,
    Supplier<StagedFiles> files,
    TableChange change,
    String pipeline,
    long number)
    implements BiConsumer<Action, Snapshot> {

  /**
   * @throws Problem UNSAFE where a file is gone or cut off, or where rows that stay would be left
   *     without their columns
   */
  @Override
  public void accept(Action action, Snapshot before) {
    if (action instanceof AddFile file) {
      lying.require(file, relation, number, pipeline);
    } else if (action instanceof Metadata definition && before.version() >= 0) {
      requireReadable(definition, before);
    }
  }

  /** An earlier version recorded other columns where a batch held no record. */
  private void requireReadable(Metadata definition, Snapshot before) {
    if (Columns.differencesButNew(before.schema(), definition.schema(), "the table").isEmpty()) {
      return;
    }
    List<String> differences =
        Columns.differences(before.schema(), definition.schema(), "the table");
    List<AddFile> staying = files.get().minus(removed()).files();
    FileColumns columns = new FileColumns(lying.storage(), lying.table(), definition.schema());
    if (!staying.isEmpty() && !columns.fitAny(staying)) {
      throw Problem.unsafe(
          "Cannot apply change %d to %s: it would give the table other columns than its rows have (%s)"
              .formatted(number, relation, String.join(", ", differences)),
          "./sluice doctor --pipeline " + pipeline);
    }
  }

  private Set<String> removed() {
    return change.parsed().stream()
        .map(action -> action.path("remove").path("path").asText())
        .collect(Collectors.toSet());
  }
}
