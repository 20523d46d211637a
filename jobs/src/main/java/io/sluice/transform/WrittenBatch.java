// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import io.sluice.publish.CountsByFileAndDate;
import io.sluice.publish.QuarantineReasons;
import io.sluice.table.TableChange;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A batch's records where no reader sees them yet, counted as any reader will find them.
 *
 * @param passed rows of the transformed table
 * @param bad rows of quarantine
 * @param written rows of the transformed table
 * @param writtenRecords source records that gave them, by file
 * @param duplicates rows that were not written, because others are equal to them
 * @param duplicateRecords source records that gave nothing else, by file
 * @param quarantined records
 * @param reasons why records are quarantined
 */
record WrittenBatch(
    StagedRows passed,
    StagedRows bad,
    CountsByFileAndDate<String> written,
    Map<String, Long> writtenRecords,
    CountsByFileAndDate<String> duplicates,
    Map<String, Long> duplicateRecords,
    CountsByFileAndDate<String> quarantined,
    QuarantineReasons reasons) {

  /** A batch of which no record was set aside. */
  static WrittenBatch of(
      StagedRows passed,
      StagedRows bad,
      CountsByFileAndDate<String> written,
      Map<String, Long> writtenRecords) {
    return new WrittenBatch(
        passed,
        bad,
        written,
        writtenRecords,
        CountsByFileAndDate.none(),
        Map.of(),
        CountsByFileAndDate.none(),
        QuarantineReasons.NONE);
  }

  /** Parts in the tables; quarantine has none where it is there and no record is bad. */
  List<TableChange> changes() {
    return bad.change().rows() > 0 || bad.change().baseVersion() < 0
        ? List.of(passed.change(), bad.change())
        : List.of(passed.change());
  }

  /** Removes the files: this batch will not be published as it is. */
  void discard() {
    Stream.of(passed, bad).forEach(rows -> rows.table().discard(rows.change()));
  }
}
