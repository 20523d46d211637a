// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How dates and times are written in what lands.
 *
 * @param timestampFormats patterns of {@link TimePattern}, tried in this order
 * @param dateFormats patterns of {@link TimePattern}, tried in this order
 * @param zone of timestamps whose format has no zone
 */
public record Times(
    List<String> timestampFormats,
    List<String> dateFormats,
    ZoneId zone,
    AmbiguousTimes ambiguous) {

  /** Of timestamps, where nothing says another. */
  public static final ZoneId ZONE = ZoneId.of("UTC");

  public Times {
    timestampFormats = List.copyOf(timestampFormats);
    dateFormats = List.copyOf(dateFormats);
  }

  /** Formats of times in UTC, of which there are no ambiguous ones. */
  public Times(List<String> timestampFormats, List<String> dateFormats) {
    this(timestampFormats, dateFormats, ZONE, AmbiguousTimes.QUARANTINE);
  }

  /**
   * Texts that differ where the same value may be another time. Each part is left out where it
   * changes nothing about how files were read before there was a choice.
   */
  public List<String> definition() {
    List<String> texts = new ArrayList<>();
    texts.add(timestampFormats.toString());
    texts.add(dateFormats.toString());
    if (!zone.normalized().equals(ZoneOffset.UTC)) {
      texts.add("time-zone " + zone);
    }
    if (ambiguous != AmbiguousTimes.QUARANTINE) {
      texts.add("ambiguous-times " + ambiguous);
    }
    if (Stream.concat(timestampFormats.stream(), dateFormats.stream())
        .anyMatch(format -> new TimePattern(format).has("Ywec"))) {
      // Before this was said, such weeks began on Sunday.
      texts.add("weeks of ISO 8601");
    }
    return texts;
  }
}
