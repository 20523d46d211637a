// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offsets of one partition that are, or are to be, in one file, whose name says all of this.
 *
 * @param topicId which tells a topic from another of its name that was there before
 * @param from the first offset
 * @param until the offset after the last
 * @param plan the number of the plan that the file is of
 */
record OffsetRange(String topic, String topicId, int partition, long from, long until, long plan)
    implements Serializable {
  private static final Pattern NAME =
      Pattern.compile("(.+)-(\\d+)-(\\d{20})-(\\d{20})-([\\w-]{22})-(\\d{6,})\\.parquet");

  /** The range of a file, empty where the name is none that {@link #fileName} gives. */
  static Optional<OffsetRange> of(String fileName) {
    Matcher parts = NAME.matcher(fileName);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new OffsetRange(
            parts.group(1),
            parts.group(5),
            Integer.parseInt(parts.group(2)),
            Long.parseLong(parts.group(3)),
            Long.parseLong(parts.group(4)) + 1,
            Long.parseLong(parts.group(6))));
  }

  /** Text such as {@code orders-0-…100-…199-<topic id>-000007.parquet}: the last is included. */
  String fileName() {
    return "%s-%d-%020d-%020d-%s-%06d.parquet"
        .formatted(topic, partition, from, until - 1, topicId, plan);
  }

  /** The name while the file is written, which no transform takes. */
  String hiddenName() {
    return "." + fileName() + ".writing";
  }

  boolean isOf(String otherTopic, int otherPartition) {
    return partition == otherPartition && topic.equals(otherTopic);
  }
}
