// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import io.sluice.publish.CountsByFileAndDate;
import io.sluice.publish.QuarantineReasons;
import java.util.Map;

/**
 * A batch's records where no reader sees them yet, counted as any reader will find them.
 *
 * @param passed rows of the transformed table
 * @param bad rows of quarantine
 * @param written rows of the transformed table
 * @param writtenRecords source records that gave them, by file
 * @param duplicates rows that were not written, because others stand for them
 * @param duplicateRecords source records that gave nothing else, by file
 * @param quarantined records
 * @param reasons why records are quarantined
 */
record WrittenBatch(
    StagedRows passed,
    StagedRows bad,
    CountsByFileAndDate written,
    Map<String, Long> writtenRecords,
    CountsByFileAndDate duplicates,
    Map<String, Long> duplicateRecords,
    CountsByFileAndDate quarantined,
    QuarantineReasons reasons) {

  /** A batch without a record. */
  static WrittenBatch empty(StagedRows passed, StagedRows bad) {
    return new WrittenBatch(
        passed,
        bad,
        CountsByFileAndDate.NONE,
        Map.of(),
        CountsByFileAndDate.NONE,
        Map.of(),
        CountsByFileAndDate.NONE,
        QuarantineReasons.NONE);
  }

  /** Removes the files: this batch will not be published as it is. */
  void discard() {
    passed.discard();
    bad.discard();
  }
}
