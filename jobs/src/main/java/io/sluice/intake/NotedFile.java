// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.change.Decision;
import io.sluice.change.DecisionKind;
import io.sluice.change.FileKey;
import io.sluice.change.FileState;
import io.sluice.change.LogState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of a batch that is not published yet.
 *
 * @param lying what is at its path now
 * @param decision what holds about it
 */
public record NotedFile(
    long batch, Delivery noted, Optional<Delivery> lying, Optional<Decision> decision) {

  public static List<NotedFile> of(DeliveryNotes notes, Landing landing, LogState state) {
    Map<FileKey, Decision> decisions = new HashMap<>();
    state.decisions().forEach(decision -> decisions.put(decision.delivery(), decision));
    List<NotedFile> files = new ArrayList<>();
    for (DeliveryNote note : notes.after(state.lastBatch())) {
      for (Delivery file : landing.looked(note)) {
        Decision decision = decisions.get(new FileKey(note.batch(), file.path()));
        files.add(
            new NotedFile(
                note.batch(), file, landing.lying(file.path()), Optional.ofNullable(decision)));
      }
    }
    return files;
  }

  public boolean isRejected() {
    return is(DecisionKind.REJECT);
  }

  public boolean isGivenUp() {
    return isRejected() || is(DecisionKind.ACCEPT_MISSING);
  }

  /** True where another file is there now than will be read. */
  public boolean isChanged() {
    return lying.isPresent() && !lying.get().state().equals(expected());
  }

  private FileState expected() {
    return decision
        .filter(each -> each.kind() == DecisionKind.ACCEPT)
        .flatMap(Decision::lying)
        .orElse(noted.state());
  }

  private boolean is(DecisionKind kind) {
    return decision.filter(each -> each.kind() == kind).isPresent();
  }
}
