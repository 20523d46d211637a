// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.SchemaDrift;
import io.sluice.run.Report;
import io.sluice.run.RunContext;
import io.sluice.table.TableChange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up in the report what a run published, change by change. */
public final class PublishReport implements PublishListener {
  private static final int DRIFT_SAMPLE = 20;

  private final Report report;
  private final String transformed;
  private final DeliveryNotes notes;
  private final Map<String, Long> rows = new TreeMap<>();
  private final Map<String, Long> bytes = new TreeMap<>();
  private int batches;

  public PublishReport(RunContext context) {
    this.report = context.report();
    this.transformed = context.pipeline().table();
    this.notes = DeliveryNotes.of(context);
  }

  /** Reports files with columns that were left out, where there are any. */
  public void add(SchemaDrift drift) {
    if (drift.files() > 0) {
      report.check("extra_columns", "warn", drift.files(), drift.sample(DRIFT_SAMPLE));
    }
  }

  @Override
  public void published(Change change) {
    if (change.body() instanceof ChangeBody.Batch batch) {
      long files = notes.read(batch.batch()).files().size();
      report.batches(++batches);
      report.files(files - batch.filesRejected(), batch.filesRejected(), 0);
    }
    report.rows(change.counts());
    report.reasons(change.body().records().reasons());
    report.touched(change.touchedDates());
    if (change.body() instanceof ChangeBody.Aggregation) {
      // The receipts, which come after it, are reported by their dates.
      add(change.tables().subList(0, 1));
      report.rowsOut(change.tables().get(0).rows());
    } else {
      add(change.tables());
      if (change.body().isOfData()) {
        change.to(transformed).ifPresent(table -> report.rowsOut(table.rows()));
      }
    }
  }

  private void add(List<TableChange> tables) {
    for (TableChange table : tables) {
      String relation = table.relation();
      rows.merge(relation, table.rows(), Long::sum);
      bytes.merge(relation, table.bytes(), Long::sum);
      report.table(relation, table.version(), rows.get(relation), bytes.get(relation));
    }
  }
}
