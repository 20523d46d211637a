// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static io.sluice.change.Decision.Scope.LANDING;
import static io.sluice.change.Decision.Scope.OPEN_BATCH;
import static io.sluice.change.DecisionKind.ACCEPT;
import static io.sluice.change.DecisionKind.ACCEPT_MISSING;
import static io.sluice.change.DecisionKind.REJECT;
import static io.sluice.change.DecisionKind.RETRY;

import io.sluice.change.Decision;
import io.sluice.change.DecisionKind;
import io.sluice.change.FileKey;
import io.sluice.change.LogState;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.IgnoredFile;
import io.sluice.intake.Landing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Contents of {@code landing/}, in the light of the notes and of what people decided.
 *
 * @param retried deliveries to note once more, each as a batch of its own
 * @param fresh deliveries to note
 * @param unsettled consumed files that have other content now, which no decision is about
 * @param ignored all other entries
 */
public record Arrivals(
    List<Delivery> retried,
    List<Delivery> fresh,
    List<Landing.Changed> unsettled,
    List<IgnoredFile> ignored) {
  private static final Comparator<Delivery> BY_TIME =
      Comparator.comparing(Delivery::modifiedAt).thenComparing(Delivery::path);

  /**
   * Without an archive every file ever consumed is still there. With one, what is in a consumed
   * file's place is a new delivery. A changed file of an open note is nothing that arrived: the
   * reader of the note refuses it.
   */
  public static Arrivals of(Landing landing, DeliveryNotes notes, LogState state, boolean archive) {
    List<DeliveryNote> held =
        notes.after(archive ? state.lastBatch() : 0).stream()
            .map(note -> DecidedNote.of(note, state.decisions()).note())
            .toList();
    Landing.Scan scan = landing.scan(held);
    Map<FileKey, Decision> decisions = new HashMap<>();
    state.decisions().forEach(decision -> decisions.put(decision.delivery(), decision));
    List<Delivery> fresh = new ArrayList<>(scan.deliveries());
    List<Landing.Changed> unsettled = new ArrayList<>();
    for (Landing.Changed changed : scan.changed()) {
      Decision decision = decisions.get(new FileKey(changed.batch(), changed.noted().path()));
      boolean open = changed.batch() > state.lastBatch();
      if (open ? isGivenUp(decision) : isSettled(decision, changed.lying(), ACCEPT)) {
        fresh.add(changed.lying());
      } else if (!open && !isSettled(decision, changed.lying(), REJECT)) {
        unsettled.add(changed);
      }
    }
    Set<Delivery> retried = retried(landing, held, state);
    fresh.removeAll(retried);
    fresh.sort(BY_TIME);
    return new Arrivals(
        retried.stream().sorted(BY_TIME).toList(), fresh, unsettled, scan.ignored());
  }

  /** Number of files that wait to be noted. */
  public int number() {
    return retried.size() + fresh.size();
  }

  int batches(int filesPerBatch) {
    return retried.size() + (fresh.size() + filesPerBatch - 1) / filesPerBatch;
  }

  /** The same without files that wait to be archived. */
  Arrivals without(List<Delivery> waiting) {
    List<Delivery> others = new ArrayList<>(fresh);
    others.removeAll(new HashSet<>(waiting));
    return new Arrivals(retried, others, unsettled, ignored);
  }

  /** Deliveries that are there again, or will once they are moved, and that no later note holds. */
  private static Set<Delivery> retried(Landing landing, List<DeliveryNote> held, LogState state) {
    Map<String, Long> lastNoted = new HashMap<>();
    held.forEach(note -> note.files().forEach(file -> lastNoted.put(file.path(), note.batch())));
    Set<Delivery> retried = new HashSet<>();
    for (Decision decision : state.decisions()) {
      if (decision.is(RETRY, LANDING)
          && lastNoted.getOrDefault(decision.path(), 0L) <= decision.batch()) {
        landing
            .lying(decision.path())
            .or(() -> landing.archived(decision.batch(), decision.path()))
            .filter(lying -> lying.state().equals(decision.noted()))
            .ifPresent(retried::add);
      }
    }
    return retried;
  }

  private static boolean isGivenUp(Decision decision) {
    return decision != null
        && (decision.is(REJECT, OPEN_BATCH) || decision.is(ACCEPT_MISSING, OPEN_BATCH));
  }

  private static boolean isSettled(Decision decision, Delivery lying, DecisionKind kind) {
    return decision != null
        && decision.is(kind, LANDING)
        && decision.lying().equals(Optional.of(lying.state()));
  }
}
