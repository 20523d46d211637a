// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static io.sluice.record.EngineColumns.BATCH;

import io.sluice.refine.DeduplicatedRecords;
import io.sluice.spark.DriverRows;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The records of several cases, refined together, those of each case as a batch. Most of the time
 * that a case takes goes into planning, which is done once for all of them.
 */
final class JointRecords {
  private static final Logger log = LogManager.getLogger(JointRecords.class);

  /** For a single case there is nothing to be gained. */
  private static final int FEWEST = 2;

  private final Supplier<GivenSource> source;
  private final List<CaseFile> files;
  private boolean isTried;
  private Optional<CaseRecords> records = Optional.empty();

  /**
   * @param source refines the records of each of the files
   * @param files records of the source, one file of each case
   */
  JointRecords(Supplier<GivenSource> source, List<CaseFile> files) {
    this.source = source;
    this.files = files;
  }

  /**
   * What becomes of a file's records; empty where they have to be refined by themselves, to see
   * what becomes of them or what is wrong with them.
   */
  Optional<CaseRecords> of(CaseFile file) {
    int batch = files.indexOf(file);
    if (batch < 0 || files.size() < FEWEST) {
      return Optional.empty();
    }
    if (!isTried) {
      isTried = true;
      records = refined();
    }
    return records.map(
        all ->
            new CaseRecords(
                all.publishable().where(BATCH, batch), all.quarantined().where(BATCH, batch)));
  }

  private Optional<CaseRecords> refined() {
    try {
      GivenSource given = source.get();
      DeduplicatedRecords compared =
          given.refiner().compareWithinBatches(given.refined(given.raw(files)));
      return Optional.of(
          new CaseRecords(
              DriverRows.of(compared.publishableOfBatches()),
              DriverRows.of(compared.quarantined())));
    } catch (Exception e) { // Spark throws SparkException without declaring it to Java
      // Which case is wrong, and how, shows when each is refined by itself.
      log.debug("Cannot refine the records of {} cases together", files.size(), e);
      return Optional.empty();
    }
  }
}
