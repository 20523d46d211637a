// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.change.Verdict;
import io.sluice.problem.Outcome;
import io.sluice.publish.PublishReport;
import io.sluice.publish.Publisher;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.table.DataFileStore;
import io.sluice.table.DeltaCommitLog;
import io.sluice.table.LiveFiles;
import io.sluice.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of the maintenance: drops what has expired, removes unneeded data files, puts few files
 * in place of many small ones, and has Delta sum up its logs. The caller holds the pipeline's
 * lease.
 */
public final class MaintainRun {
  /** Time that versions stay readable where no option says otherwise. */
  public static final Duration KEEP = Duration.ofDays(7);

  /** So many commits to read one by one are few, as Delta sees it itself. */
  private static final long MOST_COMMITS = 10;

  private final RunContext context;
  private final Duration keep;
  private final Instant now;
  private final ChangeLog changes;
  private final PublishReport written;

  /**
   * @param keep how long a version of a table stays readable after it was replaced
   */
  public MaintainRun(RunContext context, Duration keep) {
    this.context = context;
    this.keep = keep;
    this.now = context.surroundings().clock().instant();
    this.changes = ChangeLog.of(context);
    this.written = new PublishReport(context);
  }

  /**
   * Verdict of a {@link #run} that starts now.
   *
   * @param unapplied a change that is recorded and not fully applied
   * @param state where the log ends
   */
  public Verdict verdict(Optional<Change> unapplied, LogState state) {
    return outlook(unapplied, state).verdict();
  }

  public Outcome run() {
    context.doing("looked for what can be tidied");
    Optional<Change> unapplied = changes.unapplied();
    LogState state = changes.position().state();
    Outlook outlook = outlook(unapplied, state);
    outlook.verdict().tell(context);
    if (outlook.isNothing()) {
      return Outcome.NOTHING_TO_DO;
    }
    ExpiredFiles litter = outlook.litter();
    Retention retention = outlook.retention();

    if (!litter.isEmpty()) {
      context.doing("dropped %s", litter.shown());
      litter.drop(context.storage());
    }
    MaintenanceSummary tally = new MaintenanceSummary();
    if (unapplied.isPresent()) {
      changes.rollForward(tables());
    }
    lookThrough(outlook.unsettled(), state, retention, tally);
    boolean done = unapplied.isPresent() || !tally.isEmpty() || !litter.isEmpty();
    context
        .report()
        .message(
            joined(
                done ? tally.shown() : "looked, and found nothing to compact, remove or drop",
                litter.isEmpty() ? "" : litter.shown() + " dropped",
                retention.limit()));
    return done ? Outcome.SUCCEEDED : Outcome.NOTHING_TO_DO;
  }

  /** Lists no table's files: that takes longer the more there are, and status asks for it, too. */
  private Outlook outlook(Optional<Change> unapplied, LogState state) {
    ExpiredFiles litter = ExpiredFiles.of(context, now);
    Retention retention = Retention.of(context, changes, keep, now, litter.oldestPlan());
    MaintenanceMarker looked = MaintenanceMarker.of(context);
    List<String> unsettled =
        state.versions().entrySet().stream()
            .filter(
                table -> !looked.holds(table.getKey(), table.getValue(), retention.since(), now))
            .map(Map.Entry::getKey)
            .toList();
    return new Outlook(unapplied, litter, retention, unsettled);
  }

  private void lookThrough(
      List<String> relations, LogState state, Retention retention, MaintenanceSummary tally) {
    MaintenanceMarker looked = MaintenanceMarker.of(context);
    context.steps(relations.size(), "table");
    for (String relation : relations) {
      context.stop().check();
      context.doing("looked through %s", relation);
      if (isLong(relation, state)
          || !new DataFileStore(context, relation, retention.since()).areAtRest()) {
        tidy(relation, retention, tally);
      }
      looked.put(
          relation, changes.position().state().version(relation).orElseThrow(), retention.since());
      context.stepDone();
    }
    if (!relations.isEmpty()) {
      looked.write();
    }
  }

  /** Removes first: that makes room for what compacting writes. Compacting adds commits. */
  private void tidy(String relation, Retention retention, MaintenanceSummary tally) {
    context.doing("tidied %s", relation);
    Tables tables = tables();
    Publisher publisher = new Publisher(changes, tables, context.runId(), written);
    LiveFiles current = tables.currentFiles(relation);
    new Vacuum(context, retention.since(), tally).run(relation, current);
    new Compactor(context, publisher, tables, tally).run(relation, current);
    if (isLong(relation, changes.position().state())) {
      tables.writeCheckpoint(relation);
      tally.summedUp();
    }
  }

  /** Spark starts here: not where there is nothing to do. */
  private Tables tables() {
    return Tables.of(Sessions.open(context), context);
  }

  /** Says whether a relation's readers have to read many commits. */
  private boolean isLong(String relation, LogState state) {
    return new DeltaCommitLog(context.storage(), context.data().table(relation))
            .sinceCheckpoint(state.version(relation).orElseThrow())
        > MOST_COMMITS;
  }

  private static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
  }

  /**
   * Work that there is.
   *
   * @param unsettled the tables to look through; a change that isn't fully applied has some
   */
  private record Outlook(
      Optional<Change> unapplied,
      ExpiredFiles litter,
      Retention retention,
      List<String> unsettled) {
    boolean isNothing() {
      return unapplied.isEmpty() && unsettled.isEmpty() && litter.isEmpty();
    }

    Verdict verdict() {
      String look = unsettled.isEmpty() ? "" : "look through " + String.join(", ", unsettled);
      String drop = litter.isEmpty() ? "" : "drop " + litter.shown();
      if (unapplied.isPresent()) {
        return new Verdict(
            "RESUME", joined(Verdict.unapplied(unapplied.get()) + ", then " + look, drop));
      } else if (isNothing()) {
        return new Verdict(
            "NO-OP", joined("nothing to compact, remove or drop", retention.limit()));
      }
      return new Verdict("RUN", joined(look, drop));
    }
  }
}
