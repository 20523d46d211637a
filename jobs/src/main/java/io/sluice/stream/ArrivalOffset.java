// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.text.Json;
import org.apache.spark.sql.execution.streaming.Offset;

/**
 * Offset of a stateful stream in a checkpoint: the last portion that is taken in, and how many
 * micro-batches without rows were asked for after it.
 */
final class ArrivalOffset extends Offset {
  private final long change;
  private final long empty;

  ArrivalOffset(long change, long empty) {
    this.change = change;
    this.empty = empty;
  }

  /** Reads one that a checkpoint has given back. */
  static ArrivalOffset of(Offset offset) {
    return parse(offset.json());
  }

  /**
   * @throws IllegalArgumentException where the text is none
   */
  static ArrivalOffset parse(String text) {
    JsonNode json = Json.parse(text);
    return new ArrivalOffset(json.required("change").asLong(), json.path("empty").asLong());
  }

  long change() {
    return change;
  }

  ArrivalOffset next() {
    return new ArrivalOffset(change, empty + 1);
  }

  @Override
  public String json() {
    return empty == 0
        ? "{\"change\":%d}".formatted(change)
        : "{\"change\":%d,\"empty\":%d}".formatted(change, empty);
  }
}
