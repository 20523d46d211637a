// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * Messages about values of one column that are no date or time, with the formats that were tried.
 */
record TimeFaults(String column, boolean personal, TimeParser parser) {
  /** The message about a text that is no DATE. */
  UTF8String date(UTF8String text) {
    return said("DATE", text, parser.dateObjection());
  }

  /** The message about a text that is no TIMESTAMP. */
  UTF8String timestamp(UTF8String text) {
    return said("TIMESTAMP", text, parser.timestampObjection(text, personal));
  }

  private UTF8String said(String type, UTF8String text, String objection) {
    String shown = new FaultMessages(column, personal, "").shown("its value ", text);
    return UTF8String.fromString("%s: %s is no %s%s".formatted(column, shown, type, objection));
  }
}
