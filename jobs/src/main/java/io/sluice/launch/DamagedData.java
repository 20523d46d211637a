// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Problem;
import io.sluice.text.OneLine;
import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;

/**
 * A file of a table that is gone, damaged, or not as the table says. Nobody looks for every file
 * before a run, so that it is found out by who reads it; running again won't help.
 */
final class DamagedData implements KnownCause {
  private static final Pattern DATA_FILE = Pattern.compile("\\S+/tables/\\S+\\.parquet");

  /** Hadoop's words for a file that isn't what was written. */
  private static final Pattern CHANGED = Pattern.compile("^Checksum error: (.+) at \\d+ exp: .*$");

  /** Spark's name for a file that is gone before a query starts; later Java has an exception. */
  private static final String PATH_NOT_FOUND = "PATH_NOT_FOUND";

  @Override
  public Optional<Problem> of(Failure failure) {
    return gone(failure)
        .or(() -> changed(failure))
        .or(() -> otherColumns(failure))
        .or(() -> corrupt(failure))
        .or(() -> refusedByDelta(failure))
        .map(
            message -> Problem.unsafe(message, "./sluice doctor --pipeline " + failure.pipeline()));
  }

  private static Optional<String> gone(Failure failure) {
    return failure
        .match(DamagedData::isLoss, DATA_FILE)
        .map(
            file ->
                "Cannot read a table of %s: its data file %s is gone"
                    .formatted(failure.pipeline(), OneLine.of(file.group())));
  }

  private static Optional<String> changed(Failure failure) {
    return failure
        .match(cause -> cause.is(ChecksumException.class), CHANGED)
        .map(
            file ->
                "Cannot read %s: it isn't what was written, says the checksum beside it"
                    .formatted(OneLine.of(file.group(1))));
  }

  private static Optional<String> otherColumns(Failure failure) {
    return failure
        .last(SchemaColumnConvertNotSupportedException.class)
        .map(
            cause ->
                "Cannot read %s: a column has another type in it than in its table"
                    .formatted(file(failure)));
  }

  private static Optional<String> corrupt(Failure failure) {
    return failure.match(cause -> true, DATA_FILE).isEmpty()
        ? Optional.empty()
        : failure
            .last(
                cause ->
                    cause.type().getName().startsWith("org.apache.parquet.")
                        || cause.says("is not a parquet file"))
            .map(cause -> "Cannot read %s: %s".formatted(file(failure), cause.reason()));
  }

  /** What Delta throws in its own classes is about its log; conflicts are dealt with before. */
  private static Optional<String> refusedByDelta(Failure failure) {
    return failure
        .last(
            cause ->
                cause.is(SparkThrowable.class)
                    && cause.type().getName().startsWith("org.apache.spark.sql.delta."))
        .map(
            cause ->
                "%s: Delta can't go on with a table: %s".formatted(failure.what(), cause.reason()));
  }

  private static String file(Failure failure) {
    return failure
        .match(cause -> true, DATA_FILE)
        .map(file -> OneLine.of(file.group()))
        .orElse("a table of " + failure.pipeline());
  }

  private static boolean isLoss(Failure.Cause cause) {
    return cause.is(FileNotFoundException.class)
        || cause
            .thrown()
            .filter(AnalysisException.class::isInstance)
            .map(AnalysisException.class::cast)
            .filter(before -> PATH_NOT_FOUND.equals(before.getErrorClass()))
            .isPresent();
  }
}
