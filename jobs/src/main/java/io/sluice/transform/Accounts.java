package io.sluice.transform;

import io.sluice.change.Counts;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.RawBatch;
import io.sluice.problem.Problem;
import io.sluice.problem.Shown;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of every record of a batch, file by file: law 4's books. Records that were read are
 * counted from the files' bytes, all others from what was written.
 *
 * @param files one entry per file of the note, in its order
 */
record Accounts(List<FileEntry> files) {

  static Accounts of(DeliveryNote note, RawBatch raw, WrittenBatch batch) {
    Tally quarantined = batch.quarantined();
    List<FileEntry> files = new ArrayList<>();
    for (Delivery delivery : note.files()) {
      String file = delivery.path();
      if (raw.rejected().containsKey(file)) {
        files.add(FileEntry.rejected(delivery, raw.rejected().get(file)));
      } else {
        files.add(
            new FileEntry(
                delivery,
                "" /* not rejected */,
                raw.counts().get(file).records(),
                batch.writtenRecords().getOrDefault(file, 0L),
                batch.duplicateRecords().getOrDefault(file, 0L),
                quarantined.of(file),
                quarantined.undated(file),
                raw.counts().get(file).linesIgnored(),
                dates(file, batch.written(), batch.duplicates(), quarantined)));
      }
    }
    return new Accounts(files);
  }

  Counts counts() {
    return files.stream()
        .map(
            file ->
                new Counts(
                    file.read(),
                    file.written(),
                    file.duplicate(),
                    file.quarantined(),
                    file.linesIgnored()))
        .reduce(Counts.NONE, Counts::plus);
  }

  long filesRejected() {
    return files.stream().filter(FileEntry::isRejected).count();
  }

  /** Whether every record is accounted for. */
  boolean balance() {
    return files.stream().allMatch(FileEntry::balances);
  }

  /**
   * @throws Problem FAILED where a record is not accounted for
   */
  void requireBalance() {
    for (FileEntry file : files) {
      if (!file.balances()) {
        throw Problem.failed(
            "Cannot publish %s: of its %d records %d were written, %d are duplicates and %d quarantined; nothing of its batch was published; where transformations.sql explodes records, one that gives no row would be lost: use explode_outer, or a rule that quarantines it"
                .formatted(
                    Shown.plain(file.delivery().path()),
                    file.read(),
                    file.written(),
                    file.duplicate(),
                    file.quarantined()));
      }
    }
  }

  private static SortedMap<LocalDate, FileEntry.DateCounts> dates(
      String file, Tally written, Tally duplicates, Tally quarantined) {
    SortedMap<LocalDate, FileEntry.DateCounts> dates = new TreeMap<>();
    written.dates(file).forEach(date -> dates.put(date, null));
    duplicates.dates(file).forEach(date -> dates.put(date, null));
    quarantined.dates(file).forEach(date -> dates.put(date, null));
    dates.replaceAll(
        (date, none) ->
            new FileEntry.DateCounts(
                written.of(file, date), duplicates.of(file, date), quarantined.of(file, date)));
    return dates;
  }
}
