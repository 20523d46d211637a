// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static org.apache.spark.sql.functions.col;

import io.sluice.change.Attribution;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.PublishedTables;
import io.sluice.relation.DecisionsTable;
import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decides that quarantined records are not wanted. They stay in the quarantine, and count as
 * settled. The caller holds the pipeline's lease.
 */
public record QuarantineDiscard(RunContext context, QuarantineFilter filter, String reason) {
  public Outcome run() {
    PublishedTables published = PublishedTables.toDecideAbout(context);
    if (published.isEmpty()) {
      return published.nothing("nothing is published yet");
    }
    Dataset<Row> matching =
        filter
            .of(published.quarantine())
            .select(col(ID), col(BATCH_ID), col(FILE))
            .dropDuplicates(ID);
    Dataset<Row> open = DecisionsTable.kept(matching, published.decisions());
    long number = open.count();
    if (number > 0) {
      Attribution grounds = Attribution.of(context, reason);
      context.verdict("RUN", "discard " + Counted.of(number, "record"));
      published.decide(
          change -> DecisionsTable.discards(open, change, grounds), List.of(), grounds);
      return Outcome.SUCCEEDED;
    }
    long before = matching.count();
    if (before > 0) {
      return published.nothing(
          "nothing to discard: %s discarded before".formatted(records(before, "was", "were")));
    } else if (filter.equals(QuarantineFilter.ALL)) {
      return published.nothing("nothing is quarantined");
    }
    throw Problem.invalid(
        "Cannot discard: no quarantined record matches; %s quarantined, ./sluice quarantine list --pipeline %s lists them"
            .formatted(
                records(published.quarantine().count(), "is", "are"), context.pipeline().name()));
  }

  private static String records(long number, String oneIs, String manyAre) {
    return Counted.of(number, "record") + " " + (number == 1 ? oneIs : manyAre);
  }
}
