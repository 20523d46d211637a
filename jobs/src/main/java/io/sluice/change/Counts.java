package io.sluice.change;

/** Source records of a batch, by what became of them. */
public record Counts(long read, long written, long duplicate, long quarantined, long linesIgnored) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  public Counts plus(Counts other) {
    return new Counts(
        read + other.read,
        written + other.written,
        duplicate + other.duplicate,
        quarantined + other.quarantined,
        linesIgnored + other.linesIgnored);
  }

  /** Whether every record that was read is accounted for. */
  public boolean balance() {
    return read == written + duplicate + quarantined;
  }
}
