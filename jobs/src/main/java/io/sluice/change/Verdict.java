package io.sluice.change;

import io.sluice.run.RunContext;

/**
 * What a run is about to do, worked out before it does anything: its first line.
 *
 * @param word such as {@code NO-OP} or {@code RUN}
 * @param detail such as {@code 12 files in 1 batch}
 */
public record Verdict(String word, String detail) {
  public void tell(RunContext context) {
    context.verdict(word, detail);
  }

  /** Whether there is nothing to do. */
  public boolean isNothing() {
    return word.equals("NO-OP");
  }

  /** The detail of a resumed run whose change is recorded and not in every table yet. */
  public static String unapplied(Change change) {
    return "change %d (recorded by run %s, not fully applied)"
        .formatted(change.number(), change.runId());
  }
}
