// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.RawBatch;
import io.sluice.problem.Problem;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.relation.LedgerCounts;
import io.sluice.run.RecordCounts;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.List;

/**
 * Outcome of every record of a batch, file by file. Records that were read are counted from the
 * files' bytes, all others from what was written.
 *
 * @param files one entry per file of the note, in its order
 */
record BatchReconciliation(List<LedgerCounts> files) {

  static BatchReconciliation of(DeliveryNote note, RawBatch raw, WrittenBatch batch) {
    CountsByFileAndDate<String> quarantined = batch.quarantined();
    List<LedgerCounts> files = new ArrayList<>();
    for (Delivery delivery : note.files()) {
      String file = delivery.path();
      if (raw.rejected().containsKey(file)) {
        files.add(LedgerCounts.rejected(delivery, raw.rejected().get(file)));
      } else {
        files.add(
            new LedgerCounts(
                delivery,
                "" /* not rejected */,
                raw.counts().get(file).records(),
                batch.writtenRecords().getOrDefault(file, 0L),
                batch.duplicateRecords().getOrDefault(file, 0L),
                quarantined.of(file),
                quarantined.undated(file),
                raw.counts().get(file).linesIgnored(),
                CountsByFileAndDate.byDate(
                    file, batch.written(), batch.duplicates(), quarantined)));
      }
    }
    return new BatchReconciliation(files);
  }

  RecordCounts counts() {
    return files.stream()
        .map(
            file ->
                new RecordCounts(
                    file.read(),
                    file.written(),
                    file.duplicate(),
                    file.quarantined(),
                    file.linesIgnored()))
        .reduce(RecordCounts.NONE, RecordCounts::plus);
  }

  long filesRejected() {
    return files.stream().filter(LedgerCounts::isRejected).count();
  }

  /** Says whether every record is accounted for. */
  boolean balance() {
    return files.stream().allMatch(LedgerCounts::balances);
  }

  /** Refusal of a batch of which a file's records are not all accounted for. */
  static Problem unbalanced(LedgerCounts file) {
    return Problem.invalid(
        "Cannot publish %s: of its %d records %d were written, %d are duplicates and %d quarantined; nothing of its batch was published; where transformations.sql explodes records, one that gives no row would be lost: use explode_outer, or a rule that quarantines it"
            .formatted(
                Escaped.plain(file.delivery().path()),
                file.read(),
                file.written(),
                file.duplicate(),
                file.quarantined()));
  }
}
