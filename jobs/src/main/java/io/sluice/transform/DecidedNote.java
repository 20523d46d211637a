// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static io.sluice.change.Decision.Scope.LANDING;
import static io.sluice.change.Decision.Scope.OPEN_BATCH;
import static io.sluice.change.DecisionKind.ACCEPT;
import static io.sluice.change.DecisionKind.ACCEPT_MISSING;
import static io.sluice.change.DecisionKind.REJECT;
import static io.sluice.change.DecisionKind.RETRY;

import io.sluice.change.Attribution;
import io.sluice.change.Decision;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A delivery note as people's decisions leave it.
 *
 * @param note with what is there in place of what was noted, where that was accepted
 * @param givenUp why a file is not read, by path
 * @param retried the paths whose files are to be taken in once more
 */
record DecidedNote(DeliveryNote note, Map<String, String> givenUp, Set<String> retried) {

  static DecidedNote of(DeliveryNote noted, List<Decision> decisions) {
    Map<String, Decision> byPath = new TreeMap<>();
    decisions.stream()
        .filter(decision -> decision.batch() == noted.batch())
        .forEach(decision -> byPath.put(decision.path(), decision));
    List<Delivery> files = new ArrayList<>();
    Map<String, String> givenUp = new TreeMap<>();
    Set<String> retried = new HashSet<>();
    for (Delivery file : noted.files()) {
      Decision decision = byPath.get(file.path());
      files.add(decision == null ? file : accepted(file, decision));
      if (decision == null) {

      } else if (decision.is(REJECT, OPEN_BATCH)) {
        givenUp.put(file.path(), "rejected by " + who(decision.grounds()));
      } else if (decision.is(ACCEPT_MISSING, OPEN_BATCH)) {
        givenUp.put(file.path(), "missing, accepted by " + who(decision.grounds()));
      } else if (decision.is(RETRY, LANDING)) {
        retried.add(file.path());
      }
    }
    return new DecidedNote(
        new DeliveryNote(noted.batch(), noted.runId(), noted.createdAt(), files), givenUp, retried);
  }

  /** The note of the files that are to be read. */
  DeliveryNote toRead() {
    return only(file -> !givenUp.containsKey(file.path()));
  }

  /** The note of the files that are done with once it is published. */
  DeliveryNote toArchive() {
    return only(file -> !retried.contains(file.path()));
  }

  /** When its files were last modified. */
  List<Instant> modified() {
    return note.files().stream().map(Delivery::modifiedAt).toList();
  }

  /**
   * Says whether no run needs a decision any more once this note's batch is published.
   *
   * @param archives where nothing is archived the note says forever what an accepted file's
   *     decision says otherwise
   */
  boolean settles(Decision decision, boolean archives) {
    if (decision.batch() >= note.batch()) {
      return false; // its own batch's still say which of its files go to the archive
    }
    boolean stays = decision.scope() == LANDING || (decision.kind() == ACCEPT && !archives);
    return !stays || note.files().stream().anyMatch(file -> file.path().equals(decision.path()));
  }

  private DeliveryNote only(Predicate<Delivery> wanted) {
    return new DeliveryNote(
        note.batch(),
        note.runId(),
        note.createdAt(),
        note.files().stream().filter(wanted).toList());
  }

  private static Delivery accepted(Delivery file, Decision decision) {
    return decision.is(ACCEPT, OPEN_BATCH)
        ? Delivery.of(file.path(), decision.lying().orElseThrow())
        : file;
  }

  private static String who(Attribution grounds) {
    return grounds.by() + ": " + grounds.reason();
  }
}
