// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.util.Optional;

/**
 * First line of a run: its work, found out before it does anything.
 *
 * @param word such as {@code NO-OP} or {@code RUN}
 * @param detail such as {@code 12 files in 1 batch}
 */
public record Verdict(String word, String detail) {
  public void tell(RunContext context) {
    context.verdict(word, detail);
  }

  /** Says whether there is nothing to do. */
  public boolean isNothing() {
    return word.equals("NO-OP");
  }

  /** Of a run that finds nothing of its own to do, and may have had to finish what others began. */
  public static Verdict nothing(Optional<Change> unapplied, String why) {
    return unapplied
        .map(change -> new Verdict("RESUME", unapplied(change) + ", then nothing: " + why))
        .orElseGet(() -> new Verdict("NO-OP", why));
  }

  /** Outcome of a run that does no more than this says. */
  public Outcome outcome() {
    return isNothing() ? Outcome.NOTHING_TO_DO : Outcome.SUCCEEDED;
  }

  /** The detail of a resumed run whose change is recorded and not in every table yet. */
  public static String unapplied(Change change) {
    return "change %d (recorded by run %s, not fully applied)"
        .formatted(change.number(), change.runId());
  }
}
