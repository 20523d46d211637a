// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.table.TableChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * A change that is prepared and not recorded: no reader sees any of it.
 *
 * @param staged parts in tables whose files are written
 * @param audit decides whether it may be published
 * @param completion stages the parts that follow from it once the audit has passed, such as the
 *     ledger's, for the change's number
 * @param outcome the state that it leaves, besides what follows from its kind and its tables
 */
public record ChangeDraft(
    ChangeBody body,
    List<TableChange> staged,
    Audit audit,
    LongFunction<List<TableChange>> completion,
    UnaryOperator<LogState> outcome) {

  /** A draft that needs no audit, and is complete. */
  public static ChangeDraft of(ChangeBody body, List<TableChange> staged) {
    return new ChangeDraft(body, staged, Audit.NONE, number -> List.of(), UnaryOperator.identity());
  }

  public ChangeDraft audited(Audit by) {
    return new ChangeDraft(body, staged, by, completion, outcome);
  }

  public ChangeDraft completed(LongFunction<List<TableChange>> by) {
    return new ChangeDraft(body, staged, audit, by, outcome);
  }

  public ChangeDraft leaving(UnaryOperator<LogState> state) {
    return new ChangeDraft(body, staged, audit, completion, state);
  }

  /** The change that publishes it where the log ends. */
  Change at(ChangeLog.Position end, String runId) {
    List<TableChange> tables = new ArrayList<>(staged);
    tables.addAll(completion.apply(end.number() + 1));
    return change(end, runId, tables);
  }

  /** The same without what is completed later, for a plan. */
  public Change incomplete(ChangeLog.Position end, String runId) {
    return change(end, runId, staged);
  }

  private Change change(ChangeLog.Position end, String runId, List<TableChange> tables) {
    long number = end.number() + 1;
    LogState state = body.after(outcome.apply(end.state()), number).withVersions(tables);
    return new Change(number, runId, Instant.now(), body, tables, state);
  }
}
