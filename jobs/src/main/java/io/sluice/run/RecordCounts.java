// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

/** Source records of a batch or a run, by what became of them. */
public record RecordCounts(
    long read, long written, long duplicate, long quarantined, long linesIgnored) {
  public static final RecordCounts NONE = new RecordCounts(0, 0, 0, 0, 0);

  public RecordCounts plus(RecordCounts other) {
    return new RecordCounts(
        read + other.read,
        written + other.written,
        duplicate + other.duplicate,
        quarantined + other.quarantined,
        linesIgnored + other.linesIgnored);
  }

  /** Says whether every record that was read is accounted for. */
  public boolean balance() {
    return read == written + duplicate + quarantined;
  }
}
