// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.text.OneLine;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.security.AccessControlException;

/** A right to read or write that the user lacks, and has to be given. */
final class MissingRight implements KnownCause {
  private static final List<String> SAID =
      List.of("permission denied", "operation not permitted", "access denied", "403 forbidden");

  /** Hadoop's words where a folder can't be made, for any reason. */
  private static final Pattern NOT_MADE =
      Pattern.compile("^Mkdirs failed to create (?:file:)?(/.*?)(?: \\(exists=.*)?$");

  /** How file systems name the path: before the reason, or as HDFS does. */
  private static final List<Pattern> PATHS =
      List.of(
          Pattern.compile("inode=\"([^\"]+)\""),
          Pattern.compile("^(.+?):? \\((?:Permission denied|Read-only file system)\\)"),
          Pattern.compile("'([^']+)': (?:Permission denied|Operation not permitted)"),
          Pattern.compile(
              "^((?:\\w+:)?/.*?): (?:Permission denied|Operation not permitted|Read-only file system)"));

  @Override
  public Optional<Problem> of(Failure failure) {
    if (failure.last(MissingRight::isReadOnly).isPresent()) {
      return Optional.of(
          refused(failure, "%s is on a file system that is read-only", "make %s writable"));
    }
    String user = String.valueOf(System.getProperty("user.name"));
    return failure
        .last(MissingRight::isRefusal)
        .map(
            cause ->
                refused(
                    failure,
                    user + " has not the rights that it needs on %s",
                    "let " + user + " read and write %s"));
  }

  private static Problem refused(Failure failure, String why, String remedy) {
    Optional<String> path = path(failure);
    return new Problem(
        Outcome.INVALID,
        "%s: %s (%s)"
            .formatted(
                failure.what(), why.formatted(path.orElse("the data")), failure.root().reason()),
        remedy.formatted(path.orElse("the data")) + ", then run the same command again");
  }

  private static boolean isReadOnly(Failure.Cause cause) {
    return cause.is(ReadOnlyFileSystemException.class) || cause.says("read-only file system");
  }

  private static boolean isRefusal(Failure.Cause cause) {
    return cause.is(AccessDeniedException.class)
        || cause.is(AccessControlException.class)
        || SAID.stream().anyMatch(cause::says)
        || notMade(cause).filter(folder -> !isWritable(folder)).isPresent();
  }

  private static Optional<String> path(Failure failure) {
    return failure
        .last(AccessDeniedException.class)
        .map(cause -> cause.message().replaceFirst("(?s): .*", ""))
        .filter(path -> !path.isBlank())
        .or(
            () ->
                PATHS.stream()
                    .flatMap(pattern -> failure.match(cause -> true, pattern).stream())
                    .map(found -> found.group(1))
                    .findFirst())
        .or(
            () ->
                failure.causes().stream()
                    .flatMap(cause -> notMade(cause).stream())
                    .map(Path::toString)
                    .findFirst())
        .map(OneLine::of);
  }

  private static Optional<Path> notMade(Failure.Cause cause) {
    try {
      return Optional.of(NOT_MADE.matcher(cause.message()))
          .filter(java.util.regex.Matcher::find)
          .map(found -> Path.of(found.group(1)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Says whether folders can be made where the nearest one is. */
  private static boolean isWritable(Path folder) {
    Path nearest = folder;
    while (nearest.getParent() != null && !Files.exists(nearest)) {
      nearest = nearest.getParent();
    }
    return Files.isWritable(nearest);
  }
}
