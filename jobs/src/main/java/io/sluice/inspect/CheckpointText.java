// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import io.sluice.text.Counted;
import io.sluice.text.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A checkpoint as text for people. */
final class CheckpointText {
  private static final String NONE = "-";

  private CheckpointText() {}

  static List<String> lines(Checkpoint checkpoint) {
    List<String> lines = new ArrayList<>();
    TextTable standing = new TextTable("checkpoint", checkpoint.name());
    if (!checkpoint.isThere()) {
      standing.add("", CheckpointRole.of(checkpoint.name()).absent);
    } else {
      standing.add("stream", checkpoint.streamId().orElse("not known"));
      standing.add("micro-batches", batches(checkpoint));
      for (Checkpoint.Source source : checkpoint.sources()) {
        standing.add(
            "source " + source.number(),
            Counted.of(source.logFiles(), "log file")
                + source.last().map(last -> ", the last names " + last).orElse(""));
      }
      if (checkpoint.states().isEmpty()) {
        standing.add("state", "none");
      }
      for (Checkpoint.State state : checkpoint.states()) {
        standing.add(
            "state " + state.operator(),
            "version %d in %s, %s, %d bytes"
                .formatted(
                    state.version(),
                    Counted.of(state.partitions(), "partition"),
                    Counted.of(state.files(), "file"),
                    state.bytes()));
      }
      for (Checkpoint.Damage damage : checkpoint.damages()) {
        standing.add(
            "damaged", "%s: %s; %s".formatted(damage.file(), damage.what(), damage.means()));
      }
    }
    lines.addAll(standing.lines());
    lines.add("");
    if (!checkpoint.batches().isEmpty()) {
      lines.addAll(table(checkpoint.batches()).lines());
      lines.add("");
    }
    return lines;
  }

  private static String batches(Checkpoint checkpoint) {
    List<Checkpoint.Batch> batches = checkpoint.batches();
    if (batches.isEmpty()) {
      return "none started";
    }
    long last = batches.get(batches.size() - 1).number();
    return checkpoint.uncommitted().isPresent()
        ? "%d is started and not committed: the next run does it again".formatted(last)
        : "up to %d, all committed".formatted(last);
  }

  private static TextTable table(List<Checkpoint.Batch> batches) {
    TextTable table = new TextTable("batch", "committed", "started", "watermark", "offsets");
    for (Checkpoint.Batch batch : batches) {
      table.add(
          String.valueOf(batch.number()),
          batch.isCommitted() ? "yes" : "no",
          time(batch.startedAt()),
          time(batch.watermark()),
          batch.offsets().isEmpty() ? "not known" : String.join(" ", batch.offsets()));
    }
    return table;
  }

  private static String time(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(NONE);
  }
}
