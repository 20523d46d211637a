// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import io.sluice.text.Counted;

/** Adds up what a run did. */
final class MaintenanceSummary {
  private long filesBefore;
  private long filesAfter;
  private long filesRemoved;
  private long bytesFreed;
  private long logsSummedUp;

  void compacted(long before, long after) {
    filesBefore += before;
    filesAfter += after;
  }

  void removed(long files, long freed) {
    filesRemoved += files;
    bytesFreed += freed;
  }

  void summedUp() {
    logsSummedUp++;
  }

  boolean isEmpty() {
    return filesBefore == 0 && filesRemoved == 0 && logsSummedUp == 0;
  }

  /** Text such as "12 files became 3; 40 files removed, 1.2 MB freed; 2 logs summed up". */
  String shown() {
    return "%s; %s removed, %s freed%s"
        .formatted(
            filesBefore == 0
                ? "nothing to compact"
                : "%d files became %d".formatted(filesBefore, filesAfter),
            Counted.of(filesRemoved, "file"),
            Counted.bytes(bytesFreed),
            logsSummedUp == 0 ? "" : "; %s summed up".formatted(Counted.of(logsSummedUp, "log")));
  }
}
