// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Directives of an aggregation that is kept up to date by a stateful stream.
 *
 * @param watermark how long rows are waited for; empty where no row is ever too late
 * @param deduplicated columns of the transformed table of which equal values are one row, as long
 *     as they are within the watermark; empty where every row counts
 * @param mode what becomes of the rows that a micro-batch gives
 */
public record Streaming(Optional<Watermark> watermark, List<String> deduplicated, OutputMode mode) {
  /** The directives of one that isn't. */
  public static final Streaming NONE =
      new Streaming(Optional.empty(), List.of(), OutputMode.APPEND);

  /** Output modes of Structured Streaming. */
  public enum OutputMode {
    /** Rows that are final are added to those that are there. */
    APPEND,
    /** Rows that have changed take the place of those with the same key. */
    UPDATE,
    /** All rows take the place of all that are there. */
    COMPLETE;

    /** Its name in SQL files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The same for Spark. */
    public org.apache.spark.sql.streaming.OutputMode spark() {
      return switch (this) {
        case APPEND -> org.apache.spark.sql.streaming.OutputMode.Append();
        case UPDATE -> org.apache.spark.sql.streaming.OutputMode.Update();
        case COMPLETE -> org.apache.spark.sql.streaming.OutputMode.Complete();
      };
    }
  }

  /**
   * How long rows are waited for.
   *
   * @param column the time of a row, a TIMESTAMP of the transformed table
   * @param delay how much older than the newest row one may be
   */
  public record Watermark(String column, Duration delay) {}

  public Streaming {
    deduplicated = List.copyOf(deduplicated);
  }

  /** Texts that differ where the same rows may give others. */
  public List<String> definition() {
    List<String> texts = new ArrayList<>();
    if (!equals(NONE)) {
      texts.add("output-mode " + mode.label());
      watermark.ifPresent(mark -> texts.add("watermark %s %s".formatted(mark.column, mark.delay)));
      deduplicated.forEach(column -> texts.add("deduplicate " + column));
    }
    return texts;
  }
}
