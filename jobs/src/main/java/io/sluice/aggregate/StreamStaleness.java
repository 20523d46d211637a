// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.change.StreamPosition;
import io.sluice.run.RunContext;
import io.sluice.stream.KeptCheckpoint;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Staleness of streams. A stream takes in each row once: it can't go on where rows that it has
 * taken in were restated, and where its checkpoint isn't the one that the change log names.
 */
record StreamStaleness(RunContext context, ChangeLog changes) implements Staleness {
  /** Name of a stream's query and checkpoint. */
  static String streamOf(String aggregation) {
    return "aggregate-" + aggregation;
  }

  @Override
  public Optional<Obstacle> of(String aggregation, ConsumerProgress progress, LogState state) {
    return progress.stream()
        .flatMap(
            position ->
                restated(aggregation, progress, state).or(() -> misfit(aggregation, position)))
        .map(Obstacle::stale);
  }

  /** Looks for rows that are gone, and that no change since has brought. */
  private Optional<String> restated(String aggregation, ConsumerProgress progress, LogState state) {
    if (!state.isRestatedSince(aggregation)) {
      return Optional.empty();
    }
    Set<String> arrived = new HashSet<>();
    String table = context.pipeline().table();
    return LongStream.rangeClosed(progress.change() + 1, state.lastData())
        .mapToObj(changes::read)
        .filter(change -> change.body().isOfData())
        .filter(
            change ->
                change
                    .to(table)
                    .filter(
                        part -> {
                          boolean isOld = !arrived.containsAll(part.removedFiles());
                          arrived.addAll(part.addedFiles());
                          return isOld;
                        })
                    .isPresent())
        .findFirst()
        .map(StreamStaleness::restatement);
  }

  private static String restatement(Change change) {
    return "change %d has restated rows that it had taken in%s"
        .formatted(
            change.number(),
            change.replaced().map(range -> " (" + range.dates().text() + ")").orElse(""));
  }

  private Optional<String> misfit(String aggregation, StreamPosition position) {
    String name = streamOf(aggregation);
    return KeptCheckpoint.of(context.storage(), context.data().checkpoint(name))
        .misfit(position.checkpoint(), position.batch())
        .map(what -> "its checkpoint checkpoints/%s %s".formatted(name, what));
  }
}
