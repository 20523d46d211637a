package io.sluice.refine;

/**
 * Which records may share their key with others, and so are not published without a closer look.
 *
 * @param keys hashes of the key's source columns, as text
 * @param records record hashes
 */
public record Suspicion(Suspects keys, Suspects records) {
  public static Suspicion none() {
    return ofKeys(Suspects.none());
  }

  public static Suspicion ofKeys(Suspects keys) {
    return new Suspicion(keys, Suspects.none());
  }

  public Suspicion andRecords(Suspects more) {
    return new Suspicion(keys, records.and(more));
  }
}
