package io.sluice.tool;

import io.sluice.change.ChangeLog;
import io.sluice.change.Records;
import io.sluice.change.State;
import io.sluice.pipeline.Pipeline;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import io.sluice.table.CommitFiles;
import io.sluice.table.Sessions;
import io.sluice.table.Tables;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** What the parts of doctor look at, read afresh for each look. */
final class Looked {
  private final RunContext context;
  private final ChangeLog changes;
  private final Records records;
  private final Aside aside;

  Looked(RunContext context, Aside aside) {
    this.context = context;
    this.changes = ChangeLog.of(context);
    this.records = Records.of(changes);
    this.aside = aside;
  }

  RunContext context() {
    return context;
  }

  Pipeline pipeline() {
    return context.pipeline();
  }

  Storage storage() {
    return context.storage();
  }

  ChangeLog changes() {
    return changes;
  }

  Records records() {
    return records;
  }

  /** Where the last record that can be read leaves the pipeline. */
  State state() {
    return records.state();
  }

  Aside aside() {
    return aside;
  }

  Tables tables() {
    return Tables.of(Sessions.open(context.job()), context);
  }

  CommitFiles commits(String relation) {
    return new CommitFiles(context.storage(), context.data().table(relation));
  }

  /** The tables that lie there, whether the log knows them or not. */
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
    return Aside.relative(context.data().root(), context.storage().qualify(path));
  }
}
