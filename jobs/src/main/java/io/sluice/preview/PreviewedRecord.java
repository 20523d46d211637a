// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What becomes of one record.
 *
 * @param number which it is in its file, from 1
 * @param line the line of the file in which it begins; empty where there are no lines
 * @param duplicateOf the number of the record that it is over again
 * @param reasons why it is quarantined
 * @param text the whole of it, where it couldn't be taken apart into values
 * @param typed its values by the schema's types
 * @param unfit by column the texts that are no values of its type
 * @param rows of the transformed table, those that would be published
 */
record PreviewedRecord(
    long number,
    OptionalLong line,
    Becomes becomes,
    OptionalLong duplicateOf,
    List<Reason> reasons,
    Optional<String> text,
    ShownRow typed,
    Map<String, String> unfit,
    List<ShownRow> rows) {

  /** Outcome for a record. */
  enum Becomes {
    /** At least one row of it is published. */
    KEPT("kept"),
    /** Each row of it is one that an earlier record gave. */
    DUPLICATE("duplicate"),
    QUARANTINED("quarantined"),
    /** It gives no row, so that nothing of its batch would be published. */
    LOST("without a row");

    private final String label;

    Becomes(String label) {
      this.label = label;
    }

    /** As people read it. */
    String label() {
      return label;
    }
  }

  /** A reason to quarantine it, as the relation {@code quarantine} has it. */
  record Reason(String code, Optional<String> column, String message) {}
}
