// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

/**
 * Offsets of a partition that have not landed, and that the broker doesn't have any more; or that
 * it has again, of other messages.
 *
 * @param from where landing would go on
 * @param to where it can go on
 * @param topicId of the topic that is there now
 * @param why what has become of them, as what follows the partition
 */
record LostOffsets(String topic, String topicId, int partition, long from, long to, String why) {
  /** Text such as {@code orders-0 begins at offset 150, …}. */
  String shown() {
    return "%s-%d %s".formatted(topic, partition, why);
  }
}
