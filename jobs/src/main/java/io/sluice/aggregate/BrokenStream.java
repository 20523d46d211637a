// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.problem.Problem;
import io.sluice.spark.SqlErrors;
import io.sluice.stream.CheckpointedStream.BrokenCheckpoint;
import io.sluice.text.Escaped;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells a stream whose checkpoint can't be used from trouble that may pass. */
final class BrokenStream {
  /** Where Spark reads and writes the state of a stream. */
  private static final Pattern STATE =
      Pattern.compile(
          "org\\.apache\\.spark\\.sql\\.execution\\.streaming\\.state\\.(?!StateStoreRDD|package).*");

  /** How deep below that the classes of files may fail. */
  private static final int FRAMES = 12;

  private BrokenStream() {}

  /** What is wrong with the checkpoint, or gone, where that is what an exception comes from. */
  static Optional<String> in(RuntimeException thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = thrown; next != null && !causes.contains(next); next = next.getCause()) {
      causes.add(next);
    }
    if (SqlErrors.in(thrown).isPresent()
        || causes.stream().anyMatch(Problem.class::isInstance)
        || causes.stream().anyMatch(BrokenStream::mayPass)) {
      return Optional.empty();
    }
    Throwable root = causes.get(causes.size() - 1);
    return thrown instanceof BrokenCheckpoint
            || causes.stream().anyMatch(FileNotFoundException.class::isInstance)
            || causes.stream().anyMatch(BrokenStream::isOfState)
        ? Optional.of(Escaped.plain(message(root)))
        : Optional.empty();
  }

  /** Trouble of the disk or the network; files that are gone or cut off stay so. */
  private static boolean mayPass(Throwable cause) {
    return cause instanceof IOException
        && cause.getClass().getName().startsWith("java.")
        && !(cause instanceof FileNotFoundException)
        && !(cause instanceof EOFException);
  }

  /** Every task of such a query runs below the state's classes: what counts is where it failed. */
  private static boolean isOfState(Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .limit(FRAMES)
        .anyMatch(frame -> STATE.matcher(frame.getClassName()).matches());
  }

  private static String message(Throwable cause) {
    String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return text.isBlank() ? cause.getClass().getSimpleName() : text;
  }
}
