// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import static io.sluice.relation.DecisionsTable.DECIDED_BY;
import static io.sluice.relation.DecisionsTable.DECISION;
import static io.sluice.relation.FilesTable.BATCH_ID;
import static io.sluice.relation.FilesTable.PATH;
import static io.sluice.relation.FilesTable.REASON;
import static io.sluice.relation.FilesTable.ROWS_DUPLICATE;
import static io.sluice.relation.FilesTable.ROWS_QUARANTINED;
import static io.sluice.relation.FilesTable.ROWS_READ;
import static io.sluice.relation.FilesTable.ROWS_WRITTEN;
import static io.sluice.relation.FilesTable.STATUS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.Landing;
import io.sluice.intake.NotedFile;
import io.sluice.problem.Outcome;
import io.sluice.publish.PublishedTables;
import io.sluice.run.RunContext;
import io.sluice.text.Escaped;
import io.sluice.text.Glob;
import io.sluice.text.TextTable;
import io.sluice.transform.Arrivals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lists noted files: those of batches that are not published yet, consumed ones that changed, then
 * the ledger, newest first. It changes nothing, and takes no lease.
 */
public final class FilesList {
  private static final String NONE = "-";

  private final RunContext context;
  private final Filter filter;
  private final int limit;
  private final TextTable table =
      new TextTable(
          "status batch path read written duplicate quarantined reason decision".split(" "));
  private long found;

  /** Condition on files; an empty part lets all pass. */
  public record Filter(Optional<Glob> glob, Optional<NotedFileStatus> status, OptionalLong batch) {
    boolean takes(NotedFileStatus other, long otherBatch, String path) {
      return takes(other)
          && (batch.isEmpty() || batch.getAsLong() == otherBatch)
          && (glob.isEmpty() || glob.get().matches(path));
    }

    boolean takes(NotedFileStatus other) {
      return status.isEmpty() || status.get() == other;
    }
  }

  public FilesList(RunContext context, Filter filter, int limit) {
    this.context = context;
    this.filter = filter;
    this.limit = limit;
  }

  public Outcome run() {
    PublishedTables published = PublishedTables.toLookAt(context);
    Landing landing = Landing.of(context);
    DeliveryNotes notes = DeliveryNotes.of(context);
    NotedFile.of(notes, landing, published.state()).forEach(this::addNoted);
    if (!context.pipeline().source().archive()) {
      Arrivals.of(landing, notes, published.state(), false)
          .unsettled()
          .forEach(
              each -> addUnread(NotedFileStatus.CHANGED, each.batch(), each.noted().path(), NONE));
    }
    if (!published.isEmpty() && filter.status().map(NotedFileStatus::isInLedger).orElse(true)) {
      addLedger(published);
    }
    if (found == 0) {
      context.report().message("no file matches");
      return Outcome.NOTHING_TO_DO;
    }
    context.show(table.lines());
    context.report().message(FileDecisions.listed(table.size(), found));
    return Outcome.SUCCEEDED;
  }

  private void addNoted(NotedFile file) {
    NotedFileStatus status =
        file.isGivenUp()
            ? NotedFileStatus.REJECTED
            : file.lying().isEmpty()
                ? NotedFileStatus.GONE
                : file.isChanged() ? NotedFileStatus.CHANGED : NotedFileStatus.OPEN;
    String decision =
        file.decision()
            .map(each -> said(each.kind().label(), each.grounds().by(), each.grounds().reason()))
            .orElse(NONE);
    addUnread(status, file.batch(), file.noted().path(), decision);
  }

  private void addUnread(NotedFileStatus status, long batch, String path, String decision) {
    if (filter.takes(status, batch, path)) {
      add(status.label(), batch, path, NONE, NONE, NONE, NONE, NONE, decision);
    }
  }

  private void addLedger(PublishedTables published) {
    List<Column> conditions = new ArrayList<>();
    filter.status().ifPresent(status -> conditions.add(col(STATUS).equalTo(status.label())));
    filter.batch().ifPresent(batch -> conditions.add(col(BATCH_ID).equalTo(batch)));
    Dataset<Row> some = published.files().where(conditions.stream().reduce(lit(true), Column::and));
    Dataset<Row> files =
        filter.glob().map(glob -> ConsumedFile.matching(some, PATH, glob)).orElse(some);
    long inLedger = files.count();
    List<Row> newest =
        ConsumedFile.decided(files, published.decisions())
            .orderBy(col(BATCH_ID).desc(), col(PATH))
            .limit(limit - table.size())
            .collectAsList();
    newest.forEach(this::addConsumed);
    found += inLedger - newest.size();
  }

  private void addConsumed(Row row) {
    String decision = row.getAs(DECISION);
    String reason = row.getAs(REASON);
    add(
        row.getAs(STATUS),
        row.getAs(BATCH_ID),
        row.getAs(PATH),
        String.valueOf(row.<Long>getAs(ROWS_READ)),
        String.valueOf(row.<Long>getAs(ROWS_WRITTEN)),
        String.valueOf(row.<Long>getAs(ROWS_DUPLICATE)),
        String.valueOf(row.<Long>getAs(ROWS_QUARANTINED)),
        reason == null ? NONE : Escaped.escaped(reason),
        decision == null
            ? NONE
            : said(decision, row.getAs(DECIDED_BY), row.getAs("decided_because")));
  }

  private void add(String status, long batch, String path, String... others) {
    found++;
    if (table.size() < limit) {
      List<String> cells = new ArrayList<>(List.of(status, "" + batch, Escaped.escaped(path)));
      cells.addAll(List.of(others));
      table.add(cells.toArray(String[]::new));
    }
  }

  private static String said(String kind, String by, String reason) {
    return "%s by %s%s".formatted(kind, by, reason.isEmpty() ? "" : ": " + Escaped.escaped(reason));
  }
}
