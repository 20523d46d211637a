// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.Command;
import io.sluice.problem.Problem;
import io.sluice.run.DataFolder;
import io.sluice.storage.Storage;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Judges the file systems that a command works on, before anything is read or written there. */
record StorageCheck(Storage storage, Map<String, String> environment) {
  private static final Logger log = LogManager.getLogger(StorageCheck.class);
  private static final String VARIABLE = "SLUICE_STORAGE";
  private static final String SINGLE_WRITER = "single-writer";

  /**
   * Returns if all is well.
   *
   * @param paths all that the command line names
   * @param data the pipeline's data folder
   * @throws Problem INVALID where a file system isn't there, or can't keep two writers apart and
   *     none was declared to be the only one
   */
  void require(Command command, List<Path> paths, DataFolder data) {
    boolean single = isSingleWriter();
    paths.stream()
        .flatMap(path -> storage.missing(path).stream())
        .findFirst()
        .ifPresent(
            missing -> {
              throw Problem.invalid(missing);
            });
    if (command.writes()) {
      storage.weakness(data.leases()).ifPresent(weakness -> accept(weakness, data.root(), single));
    }
  }

  private static void accept(String weakness, Path data, boolean single) {
    if (!single) {
      throw Problem.invalid(
          "Cannot write to %s: %s; use a file system that tells them apart (a local disk, HDFS, S3 by Hadoop 3.4.2), or see to it that one run at a time writes there and set %s=%s"
              .formatted(data, weakness, VARIABLE, SINGLE_WRITER));
    }
    log.warn(
        "{}={}: no other run may write to {} while this one does: {}",
        VARIABLE,
        SINGLE_WRITER,
        data,
        weakness);
  }

  private boolean isSingleWriter() {
    String value = environment.getOrDefault(VARIABLE, "");
    if (!value.isEmpty() && !value.equals(SINGLE_WRITER)) {
      throw Problem.invalid(
          "Cannot use %s=%s: %s is all that it can say; set it to that, or unset it"
              .formatted(VARIABLE, value, SINGLE_WRITER));
    }
    return !value.isEmpty();
  }
}
