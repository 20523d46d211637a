// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.problem.Problem;
import io.sluice.table.Tables;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Publishes drafts, the only way to do so: audits what is staged, records it as the log's next
 * change, applies that to the tables, and tells the run's listeners.
 */
public final class Publisher {
  private final ChangeLog changes;
  private final Tables tables;
  private final String runId;
  private final List<PublishListener> listeners;

  public Publisher(ChangeLog changes, Tables tables, String runId, PublishListener... listeners) {
    this.changes = changes;
    this.tables = tables;
    this.runId = runId;
    this.listeners = List.of(listeners);
  }

  /**
   * Publishes one change.
   *
   * @param preparation makes its draft on top of the state where the log ends
   * @throws Problem as preparation and audit do, where it must not be published; BUSY where another
   *     run has recorded anything meanwhile
   */
  public Change publish(Function<LogState, ChangeDraft> preparation) {
    ChangeLog.Position end = changes.position();
    Change change =
        changes.unlessOvertaken(() -> audited(() -> preparation.apply(end.state())).at(end, runId));
    changes.record(change);
    changes.apply(change, tables);
    tell(change);
    return change;
  }

  /** Makes a draft and audits it; where it is refused, its files are discarded. */
  public ChangeDraft audited(Supplier<ChangeDraft> preparation) {
    return changes.unlessOvertaken(
        () -> {
          ChangeDraft draft = preparation.get();
          try {
            draft.audit().require();
          } catch (Problem refused) {
            draft.staged().forEach(table -> tables.table(table.relation()).discard(table));
            throw refused;
          }
          return draft;
        });
  }

  /** Publishes the rest of a change that an earlier run has recorded, as one of this run. */
  public void resume(Change unapplied) {
    changes.rollForward(tables);
    tell(unapplied);
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.published(change));
  }
}
