// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.change.Change;
import io.sluice.intake.SchemaDrift;
import io.sluice.run.Report;
import io.sluice.table.TableChange;
import java.util.Map;
import java.util.TreeMap;

/** Adds up in the report what a run published, change by change. */
public final class PublishReport {
  private static final int DRIFT_SAMPLE = 20;

  private final Report report;
  private final String transformed;
  private final Map<String, Long> rows = new TreeMap<>();
  private final Map<String, Long> bytes = new TreeMap<>();
  private int batches;

  /**
   * @param transformed the name of the transformed table
   */
  public PublishReport(Report report, String transformed) {
    this.report = report;
    this.transformed = transformed;
  }

  /** Reports files with columns that were left out, where there are any. */
  public void add(SchemaDrift drift) {
    if (drift.files() > 0) {
      report.check("extra_columns", "warn", drift.files(), drift.sample(DRIFT_SAMPLE));
    }
  }

  public void add(Change change, int files) {
    if (change.batch().isPresent()) {
      report.batches(++batches);
    }
    report.rows(
        change.counts().read(),
        change.counts().written(),
        change.counts().duplicate(),
        change.counts().quarantined());
    report.linesIgnored(change.counts().linesIgnored());
    report.reasons(change.reasons());
    report.touched(change.touchedDates());
    long rejected = change.filesRejected();
    report.files(files - rejected, rejected, 0);
    for (TableChange table : change.tables()) {
      if (table.relation().equals(transformed)) {
        report.rowsOut(table.rows());
      }
      rows.merge(table.relation(), table.rows(), Long::sum);
      bytes.merge(table.relation(), table.bytes(), Long::sum);
      report.table(
          table.relation(),
          table.version(),
          rows.get(table.relation()),
          bytes.get(table.relation()));
    }
  }
}
