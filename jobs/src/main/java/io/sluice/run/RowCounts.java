// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

/** Source records of a run; {@code read = written + duplicate + quarantined}. */
public record RowCounts(long read, long written, long duplicate, long quarantined) {
  static final RowCounts NONE = new RowCounts(0, 0, 0, 0);

  RowCounts plus(RowCounts other) {
    return new RowCounts(
        read + other.read,
        written + other.written,
        duplicate + other.duplicate,
        quarantined + other.quarantined);
  }
}
