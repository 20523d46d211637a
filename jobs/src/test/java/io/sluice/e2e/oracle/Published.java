// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import java.time.LocalDate;
import java.util.List;

/** One change that was published, as much of it as the oracle needs to work out its effects. */
public sealed interface Published {

  /** Files are taken in. */
  record Batch(List<Landed> files, Sql sql) implements Published {
    public Batch {
      files = List.copyOf(files);
    }
  }

  /** Dates, both included, are computed afresh from the files that were taken in before. */
  record Backfill(LocalDate from, LocalDate to, Sql sql) implements Published {
    boolean contains(LocalDate date) {
      return date != null && !date.isBefore(from) && !date.isAfter(to);
    }
  }

  /** Every quarantined record that has a reason of this code is given up for good. */
  record Discard(String code) implements Published {}
}
