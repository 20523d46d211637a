// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import java.util.SortedMap;

/**
 * A topic as the broker has it now.
 *
 * @param id which tells it from another of its name that was there before
 * @param partitions by number
 */
record BrokerTopic(String id, SortedMap<Integer, Offsets> partitions) {
  /**
   * Offsets of a partition.
   *
   * @param earliest the first that is there
   * @param end the next after the last that can be read: no open transaction comes before it
   */
  record Offsets(long earliest, long end) {}
}
