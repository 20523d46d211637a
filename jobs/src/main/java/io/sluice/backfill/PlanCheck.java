// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.relation.DecisionsTable.CHANGE_NUMBER;
import static io.sluice.relation.DecisionsTable.DECIDED_BY;
import static io.sluice.relation.DecisionsTable.DECISION;
import static io.sluice.relation.DecisionsTable.PATH;
import static io.sluice.relation.FilesTable.BATCH_ID;
import static org.apache.spark.sql.functions.col;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.change.LogState;
import io.sluice.change.ReplacedRange;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.FilesTable;
import io.sluice.relation.LedgerEntry;
import io.sluice.table.Tables;
import io.sluice.text.Escaped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Checks that a plan still is what it would be if it were made now. */
record PlanCheck(Plan plan, Pipeline pipeline, ChangeLog changes) {
  /** The change that has carried the plan out, if one has. */
  Optional<Change> applied() {
    return LongStream.rangeClosed(plan.base() + 1, changes.position().number())
        .mapToObj(changes::read)
        .filter(
            change -> change.replaced().flatMap(ReplacedRange::plan).equals(Optional.of(plan.id())))
        .findFirst();
  }

  /**
   * Checks what the log and the pipeline's folder tell.
   *
   * @throws Problem INVALID where something has changed since
   */
  void requireValid(Instant now) {
    if (now.isAfter(plan.expiresAt())) {
      throw refused("it expired at " + plan.expiresAt());
    }
    if (!pipeline.sqlHash().equals(plan.change().body().sqlHash())) {
      throw refused(
          "the pipeline's SQL or pipeline.yaml has changed since%s"
              .formatted(
                  pipeline.rowReferences().isEmpty() ? "" : ", or a reference that they join"));
    }
    for (long number = plan.base() + 1; number <= changes.position().number(); number++) {
      Change change = changes.read(number);
      SortedSet<LocalDate> touched = plan.range().restrict(change.touchedDates());
      if (change.body().isOfData() && !touched.isEmpty()) {
        throw refused(
            "change %d (%s, of run %s) has touched %s since"
                .formatted(number, change.body().kind(), change.runId(), touched.first()));
      }
    }
  }

  /**
   * Checks what the tables tell.
   *
   * @param read the rows of the ledger that the plan was made from
   * @throws Problem INVALID where something has changed since
   */
  void requireValid(List<LedgerEntry> read, Tables tables) {
    LogState state = changes.position().state();
    Map<FileKey, LedgerEntry> known = new HashMap<>();
    read.forEach(file -> known.put(file.origin(), file));
    Dataset<Row> ledger = state.rows(tables, Relations.FILES);
    Dataset<Row> keys = FilesTable.rows(tables.spark(), read).select(BATCH_ID, FilesTable.PATH);
    for (Row row :
        ledger.join(keys, new String[] {BATCH_ID, FilesTable.PATH}, "left_semi").collectAsList()) {
      LedgerEntry now = FilesTable.file(row);
      if (!now.equals(known.get(now.origin()))) {
        throw refused("what the ledger says of %s has changed since".formatted(shown(now)));
      }
    }
    for (LedgerEntry file : CandidateFiles.of(ledger, pipeline, plan.range())) {
      boolean matters =
          plan.range().isAll()
              || !plan.range().restrict(file.entry().dates()).isEmpty()
              || !pipeline.datedAlike(file.sqlHash());
      if (matters && !known.containsKey(file.origin())) {
        throw refused(
            "%s was consumed since, and may have records of these dates".formatted(shown(file)));
      }
    }
    Dataset<Row> decisions =
        DecisionsTable.read(tables, state)
            .where(col(CHANGE_NUMBER).gt(plan.base()))
            .join(keys, new String[] {DecisionsTable.BATCH_ID, PATH}, "left_semi");
    decisions.orderBy(CHANGE_NUMBER, PATH).limit(1).collectAsList().stream()
        .findFirst()
        .ifPresent(
            row -> {
              throw refused(
                  "%s has decided since about %s: %s"
                      .formatted(
                          row.<String>getAs(DECIDED_BY),
                          Escaped.plain(row.getAs(PATH)),
                          row.<String>getAs(DECISION)));
            });
  }

  Problem refused(String why) {
    return new Problem(
        Outcome.INVALID,
        "Cannot apply plan %s: %s; plan again".formatted(plan.id(), why),
        "./sluice backfill --pipeline %s %s --plan".formatted(pipeline.name(), dates()));
  }

  /** The options that name the plan's dates. */
  private String dates() {
    DateRange range = plan.range();
    return range.isAll() ? "--all" : "--from %s --to %s".formatted(range.from(), range.to());
  }

  private static String shown(LedgerEntry file) {
    return Escaped.plain(file.path());
  }
}
