// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.change.ChangeHistory;
import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.pipeline.Pipeline;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.storage.Storage;
import io.sluice.table.DeltaCommitLog;
import io.sluice.table.Tables;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** A pipeline as the parts of doctor look at it, read afresh for each look. */
record DoctorView(RunContext context, AsideFolder aside, ChangeLog changes, ChangeHistory records) {

  static DoctorView of(RunContext context, AsideFolder aside) {
    ChangeLog changes = ChangeLog.of(context);
    return new DoctorView(context, aside, changes, ChangeHistory.of(changes));
  }

  Pipeline pipeline() {
    return context.pipeline();
  }

  Storage storage() {
    return context.storage();
  }

  /** State of the pipeline after the last record that can be read. */
  LogState state() {
    return records.state();
  }

  Tables tables() {
    return Tables.of(Sessions.open(context), context);
  }

  DeltaCommitLog commits(String relation) {
    return new DeltaCommitLog(context.storage(), context.data().table(relation));
  }

  /** The tables that are there, whether the log knows them or not. */
  List<String> relationsLying() {
    return context.storage().list(context.data().tables()).stream()
        .map(entry -> entry.getPath().getName())
        .filter(relation -> !commits(relation).versions().isEmpty())
        .toList();
  }

  /** Moves everything out of the way that says what a version of a table or a later one is. */
  void setBack(String relation, long version) {
    commits(relation).from(version).forEach(aside::move);
    tables().forget(relation);
  }

  /** A path as messages name it: relative to the pipeline's folder. */
  String named(Path path) {
    return AsideFolder.relative(context.data().root(), context.storage().qualify(path));
  }
}
