// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import io.sluice.run.RunContext;
import io.sluice.table.DataFileStore;
import io.sluice.table.LiveFiles;
import io.sluice.text.Counted;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Deletes data files that no version since some time has, leftovers of killed runs among them. */
record Vacuum(RunContext context, Instant since, MaintenanceSummary tally) {
  private static final Logger log = LogManager.getLogger(Vacuum.class);

  void run(String relation, LiveFiles current) {
    List<FileStatus> unneeded =
        new DataFileStore(context, relation, since).unneeded(current.paths());
    for (FileStatus file : context.each(unneeded, "file", "removed")) {
      context.storage().delete(file.getPath());
      tally.removed(1, file.getLen());
    }
    if (!unneeded.isEmpty()) {
      log.info(
          "{}: removed {} that no version since {} has, {} freed",
          relation,
          Counted.of(unneeded.size(), "file"),
          since,
          Counted.bytes(unneeded.stream().mapToLong(FileStatus::getLen).sum()));
    }
  }
}
