// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static io.sluice.relation.QuarantineTable.REASONS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;

import io.sluice.problem.Outcome;
import io.sluice.publish.PublishedTables;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.QuarantineTable;
import io.sluice.run.RunContext;
import io.sluice.text.Escaped;
import io.sluice.text.TextTable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lists quarantined records, counted by reason and then one by one, newest first. It changes
 * nothing, and takes no lease.
 */
public record QuarantineList(
    RunContext context, QuarantineFilter filter, boolean discardedToo, int limit) {
  private static final int ID_SHOWN = 12;

  public Outcome run() {
    PublishedTables published = PublishedTables.toLookAt(context);
    if (published.isEmpty()) {
      context.report().message("nothing is published yet");
      return Outcome.NOTHING_TO_DO;
    }
    Dataset<Row> all = filter.of(published.quarantine());
    Dataset<Row> rows = discardedToo ? all : DecisionsTable.kept(all, published.decisions());
    long found = rows.count();
    if (found == 0) {
      context.report().message("no record matches");
      return Outcome.NOTHING_TO_DO;
    }
    context.show(codes(rows).lines());
    context.show(List.of(""));
    TextTable records = records(rows);
    context.show(records.lines());
    context.report().message(FileDecisions.listed(records.size(), found));
    return Outcome.SUCCEEDED;
  }

  private static TextTable codes(Dataset<Row> rows) {
    TextTable codes = new TextTable("code", "records");
    rows.select(col(ID), explode(QuarantineTable.kinds()).as("code"))
        .groupBy("code")
        .agg(countDistinct(ID).as("records"))
        .orderBy(col("records").desc(), col("code"))
        .collectAsList()
        .forEach(row -> codes.add(row.getString(0), "" + row.getLong(1)));
    return codes;
  }

  private TextTable records(Dataset<Row> rows) {
    TextTable records = new TextTable("id", "date", "batch", "file", "codes", "message");
    for (Row row :
        rows.orderBy(col(BATCH_ID).desc(), col(FILE), col(ID)).limit(limit).collectAsList()) {
      List<Row> reasons = row.getList(row.fieldIndex(REASONS));
      records.add(
          row.<String>getAs(ID).substring(0, ID_SHOWN),
          row.isNullAt(row.fieldIndex(EVENT_DATE)) ? "-" : "" + row.getAs(EVENT_DATE),
          "" + row.getAs(BATCH_ID),
          Escaped.escaped(row.getAs(FILE)),
          String.join(",", reasons.stream().map(reason -> reason.getString(0)).distinct().toList()),
          reasons.isEmpty() ? "-" : Escaped.escaped(reasons.get(0).getString(2)));
    }
    return records;
  }
}
