// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.problem.Problem;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.Publisher;
import io.sluice.run.RunContext;
import io.sluice.table.Compaction;
import io.sluice.table.LiveFiles;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Publishes the rows of small files in fewer, by changes of kind maintain. */
record Compactor(RunContext context, Publisher publisher, Tables tables, MaintenanceSummary tally) {
  private static final Logger log = LogManager.getLogger(Compactor.class);

  /** Limits of one change, so that a kill loses little. */
  private static final int MOST_RUNS = 50;

  private static final long MOST_BYTES = 1L << 30;

  void run(String relation, LiveFiles current) {
    for (List<StagedFiles> portion : portions(current.fragmented())) {
      context.stop().check();
      // A copy has what readers find, and the files that it replaces are removed after a while.
      current.requireOwnColumns(context.storage(), portion, relation, context.pipeline().name());
      publish(relation, current, portion);
    }
  }

  private void publish(String relation, LiveFiles current, List<StagedFiles> runs) {
    long start = System.nanoTime();
    Compaction compaction = tables.compaction(relation);
    TableChange prepared = compaction.stage(current, runs);
    Change change =
        publisher.publish(
            state ->
                ChangeDraft.of(new ChangeBody.Maintenance(), List.of(prepared))
                    .audited(() -> audit(relation, compaction, current, runs, prepared)));
    long before = runs.stream().mapToLong(StagedFiles::count).sum();
    tally.compacted(before, prepared.actions().size() - before);
    log.info(
        "{}: {} files became {} as change {}, {} rows, {}, {} s",
        relation,
        before,
        prepared.actions().size() - before,
        change.number(),
        prepared.rows(),
        Counted.bytes(prepared.bytes()),
        "%.1f".formatted((System.nanoTime() - start) / 1e9));
  }

  /** Compares what readers find now with what they will find. */
  private void audit(
      String relation,
      Compaction compaction,
      LiveFiles current,
      List<StagedFiles> runs,
      TableChange prepared) {
    Table table = tables.table(relation);
    TableLayout layout = current.layout();
    Fingerprint before = Fingerprint.of(compaction.before(current, runs), layout.schema());
    Fingerprint after = Fingerprint.of(table.stagedRows(prepared, layout), layout.schema());
    long noted = runs.stream().mapToLong(StagedFiles::rows).sum();
    if (!after.equals(before) || before.rows() != noted || prepared.rows() != noted) {
      throw Problem.failed(
          "Cannot compact %s: %d rows were to be copied, %d were found and %d written, %s; nothing was published, rerun it"
              .formatted(
                  relation,
                  noted,
                  before.rows(),
                  after.rows(),
                  after.hash() == before.hash() ? "all the same" : "and not the same"));
    }
  }

  private static List<List<StagedFiles>> portions(List<StagedFiles> runs) {
    List<List<StagedFiles>> portions = new ArrayList<>();
    List<StagedFiles> portion = new ArrayList<>();
    long bytes = 0;
    for (StagedFiles run : runs) {
      if (portion.size() == MOST_RUNS || bytes + run.bytes() > MOST_BYTES) {
        portions.add(portion);
        portion = new ArrayList<>();
        bytes = 0;
      }
      portion.add(run);
      bytes += run.bytes();
    }
    portions.add(portion);
    return portions.stream().filter(each -> !each.isEmpty()).toList();
  }
}
