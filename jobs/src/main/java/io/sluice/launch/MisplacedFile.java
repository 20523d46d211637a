// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIsNotDirectoryException;

/** A file where a folder should be, or the other way round. */
final class MisplacedFile implements KnownCause {
  private static final List<String> SAID =
      List.of("not a directory", "is a directory", "file name too long");

  @Override
  public Optional<Problem> of(Failure failure) {
    return failure
        .last(MisplacedFile::isMisplaced)
        .map(
            cause ->
                new Problem(
                    Outcome.INVALID,
                    "%s: %s; what is there is in the way".formatted(failure.what(), cause.reason()),
                    "move what the message names, or choose another path, then run the same command again"));
  }

  private static boolean isMisplaced(Failure.Cause cause) {
    return cause.is(NotDirectoryException.class)
        || cause.is(ParentNotDirectoryException.class)
        || cause.is(PathIsNotDirectoryException.class)
        || cause.is(FileAlreadyExistsException.class)
        || cause.is(java.nio.file.FileAlreadyExistsException.class)
        || (cause.is(java.io.IOException.class) && SAID.stream().anyMatch(cause::says));
  }
}
