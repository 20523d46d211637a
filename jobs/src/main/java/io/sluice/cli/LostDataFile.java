package io.sluice.cli;

import io.sluice.problem.Problem;
import io.sluice.run.OneLine;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;

/**
 * What Spark says where a table's data file is gone. Nobody looks for every file before a run, so
 * that is found out by who reads it; running again won't help.
 */
final class LostDataFile {
  private static final Pattern DATA_FILE = Pattern.compile("\\S+/tables/\\S+\\.parquet");

  /** What Spark says where it is gone before a query starts; later it is Java's own exception. */
  private static final String PATH_NOT_FOUND = "PATH_NOT_FOUND";

  private LostDataFile() {}

  /**
   * @param causes what was thrown, outermost first
   */
  static Optional<Problem> among(List<Throwable> causes, String pipeline) {
    return causes.stream()
        .filter(LostDataFile::isLoss)
        .map(cause -> DATA_FILE.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(
            file ->
                Problem.unsafe(
                    "Cannot read a table of %s: its data file %s is gone"
                        .formatted(pipeline, OneLine.of(file.group())),
                    "./sluice doctor --pipeline " + pipeline));
  }

  private static boolean isLoss(Throwable cause) {
    return cause instanceof FileNotFoundException
        || cause instanceof AnalysisException before
            && PATH_NOT_FOUND.equals(before.getErrorClass());
  }
}
