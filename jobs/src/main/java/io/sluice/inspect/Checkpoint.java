// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stream's checkpoint, as its files tell.
 *
 * @param isThere whether there is any; a stream makes its own when it first runs
 * @param streamId the stream's name for itself
 * @param batches the last micro-batches that were started, in their order
 * @param damages what is missing or can't be read
 */
record Checkpoint(
    String name,
    boolean isThere,
    Optional<String> streamId,
    List<Batch> batches,
    List<Source> sources,
    List<State> states,
    List<Damage> damages) {

  Checkpoint {
    batches = List.copyOf(batches);
    sources = List.copyOf(sources);
    states = List.copyOf(states);
    damages = List.copyOf(damages);
  }

  /**
   * A micro-batch that was started.
   *
   * @param isCommitted whether it has ended, too
   * @param offsets of each source up to where it takes in, as JSON; what isn't known is null
   */
  record Batch(
      long number,
      boolean isCommitted,
      Optional<Instant> startedAt,
      Optional<Instant> watermark,
      List<String> offsets) {}

  /**
   * What a source remembers for itself.
   *
   * @param logFiles how many files it has written that down in
   * @param last its last entry: the path of a file that was read, else JSON
   */
  record Source(long number, int logFiles, Optional<String> last) {}

  /**
   * What a stateful operator keeps.
   *
   * @param version the last that every partition has
   */
  record State(String operator, int partitions, long version, int files, long bytes) {}

  /** A file that is missing or can't be read, and what comes of that. */
  record Damage(String file, String what, String means) {}

  /** The micro-batch that was started and has not ended; the next run does it again. */
  Optional<Batch> uncommitted() {
    return batches.stream().reduce((one, other) -> other).filter(last -> !last.isCommitted());
  }
}
