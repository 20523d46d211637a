// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.change.ChangeBody;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.Publisher;
import io.sluice.table.LiveFiles;
import io.sluice.table.RecordedColumns;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import java.util.List;
import java.util.Optional;

/**
 * Compares a table's columns with those that its data files have, and those that the change log
 * gave it. Delta compares none of them, so that a table can have lost values that its files hold.
 */
record ColumnsDoctor(DoctorView looked, String relation) {
  List<Finding> look() {
    LiveFiles files = looked.tables().currentFiles(relation);
    List<LiveFiles.Misfit> misfits = files.misfits(looked.storage());
    if (misfits.isEmpty()) {
      return List.of();
    }
    RecordedColumns recorded = looked.records().columns(relation);
    Optional<TableLayout> layout =
        recorded
            .layout()
            .filter(known -> !known.equals(files.layout()))
            .filter(
                known -> files.misfits(looked.storage(), known.schema()).size() < files.count());
    return List.of(
        layout.map(known -> mendable(misfits, recorded, known)).orElseGet(() -> fault(misfits)));
  }

  private Finding mendable(
      List<LiveFiles.Misfit> misfits, RecordedColumns recorded, TableLayout layout) {
    String since = recorded.mistaken().map(" since change %d"::formatted).orElse("");
    return Finding.mendable(
        "tables/" + relation,
        "its columns are not those of its rows%s: %s".formatted(since, said(misfits)),
        "readers don't find the values, or can't read the table",
        "puts back the columns that its rows were published with",
        () -> putBack(layout));
  }

  private Finding fault(List<LiveFiles.Misfit> misfits) {
    return Finding.fault(
        "tables/" + relation,
        "rows of it have other columns than the table: " + said(misfits),
        "readers don't find their values, or can't read the table",
        new LostRows(looked.pipeline(), relation)
            .command(misfits.stream().map(LiveFiles.Misfit::partition).toList())
            .map("compute them again, by SQL that gives the table's columns: "::concat)
            .orElse(Finding.BACKUP));
  }

  private String said(List<LiveFiles.Misfit> misfits) {
    LiveFiles.Misfit first = misfits.get(0);
    String one =
        "in %s %s".formatted(looked.named(first.path()), String.join(", ", first.differences()));
    return misfits.size() == 1 ? one : "%s, and %d more".formatted(one, misfits.size() - 1);
  }

  private void putBack(TableLayout layout) {
    Tables tables = looked.tables();
    new Publisher(looked.changes(), tables, looked.context().runId())
        .publish(
            state ->
                ChangeDraft.of(
                    new ChangeBody.Maintenance(),
                    List.of(tables.table(relation).stageDefinition(layout))));
    tables.forget(relation);
  }
}
