// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import io.sluice.backfill.BackfillRun;
import io.sluice.backfill.ReplayableRecords;
import io.sluice.problem.Outcome;
import io.sluice.publish.PublishedTables;
import io.sluice.relation.DecisionsTable;
import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Backfills the dates of those quarantined records that today's rules let pass. The caller holds
 * the pipeline's lease.
 */
public record QuarantineReplay(RunContext context, QuarantineFilter filter, String reason) {
  public Outcome run() {
    PublishedTables published = PublishedTables.toDecideAbout(context);
    if (published.isEmpty()) {
      return published.nothing("nothing is published yet");
    }
    Dataset<Row> open =
        DecisionsTable.kept(filter.of(published.quarantine()), published.decisions());
    long matching = open.count();
    if (matching == 0) {
      return published.nothing("no open record of quarantine matches");
    }
    BackfillRun backfill = new BackfillRun(context);
    ReplayableRecords replayable = backfill.replayable(open);
    if (replayable.records() == 0) {
      return published.nothing(
          "none of %s would pass".formatted(Counted.of(matching, "quarantined record")));
    }
    String ranges =
        replayable.ranges().stream().map(Object::toString).collect(Collectors.joining(", "));
    context.verdict(
        "REPLACE",
        "%s for %d of %d quarantined records that pass now"
            .formatted(ranges, replayable.records(), matching));
    backfill.replaceAll(replayable.ranges(), reason);
    return Outcome.SUCCEEDED;
  }
}
