// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Problem;
import io.sluice.text.OneLine;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.sql.AnalysisException;

/**
 * What is thrown where a table's data file is gone, or any file isn't what was written. Nobody
 * looks for every file before a run, so that it is found out by who reads it; running again won't
 * help.
 */
final class UnreadableFile {
  private static final Pattern DATA_FILE = Pattern.compile("\\S+/tables/\\S+\\.parquet");

  /** What Spark says where it is gone before a query starts; later it is Java's own exception. */
  private static final String PATH_NOT_FOUND = "PATH_NOT_FOUND";

  /** As Hadoop says it. */
  private static final Pattern DAMAGED = Pattern.compile("Checksum error: (.+) at \\d+ exp: .*");

  private UnreadableFile() {}

  /**
   * @param causes what was thrown, outermost first
   */
  static Optional<Problem> among(List<Throwable> causes, String pipeline) {
    return lost(causes, pipeline).or(() -> damaged(causes, pipeline));
  }

  private static Optional<Problem> lost(List<Throwable> causes, String pipeline) {
    return causes.stream()
        .filter(UnreadableFile::isLoss)
        .map(cause -> DATA_FILE.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(
            file ->
                unsafe(
                    "Cannot read a table of %s: its data file %s is gone"
                        .formatted(pipeline, OneLine.of(file.group())),
                    pipeline));
  }

  private static boolean isLoss(Throwable cause) {
    return cause instanceof FileNotFoundException
        || cause instanceof AnalysisException before
            && PATH_NOT_FOUND.equals(before.getErrorClass());
  }

  private static Optional<Problem> damaged(List<Throwable> causes, String pipeline) {
    return causes.stream()
        .filter(ChecksumException.class::isInstance)
        .map(cause -> DAMAGED.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::matches)
        .findFirst()
        .map(
            file ->
                unsafe(
                    "Cannot read %s: it isn't what was written, says the checksum beside it"
                        .formatted(OneLine.of(file.group(1))),
                    pipeline));
  }

  private static Problem unsafe(String message, String pipeline) {
    return Problem.unsafe(message, "./sluice doctor --pipeline " + pipeline);
  }
}
