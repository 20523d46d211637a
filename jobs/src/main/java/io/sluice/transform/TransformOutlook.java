// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import io.sluice.change.Change;
import io.sluice.change.LogState;
import io.sluice.change.Verdict;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.Landing;
import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Work of a transform that starts now, found out without touching anything.
 *
 * @param unapplied the change that is recorded and not in every table yet
 * @param open the notes of batches that are not published
 * @param waiting files of the last batch that a killed run has not moved to the archive
 */
public record TransformOutlook(
    Optional<Change> unapplied,
    LogState state,
    List<DeliveryNote> open,
    Arrivals arrivals,
    List<Delivery> waiting) {

  /**
   * Files that a killed run has left to be moved are seen as if they were in their place: those of
   * the last batch in the archive, those to be retried in {@code landing/}.
   *
   * @throws io.sluice.problem.Problem UNSAFE where a delivery note is missing or can't be read
   */
  public static TransformOutlook of(
      RunContext context, Optional<Change> unapplied, LogState state) {
    DeliveryNotes notes = DeliveryNotes.of(context);
    List<DeliveryNote> open = notes.after(state.lastBatch());
    Landing landing = Landing.of(context);
    boolean archive = context.pipeline().source().archive();
    Arrivals arrivals = Arrivals.of(landing, notes, state, archive);
    List<Delivery> waiting = List.of();
    if (archive && state.lastBatch() > 0) {
      DeliveryNote last = notes.read(state.lastBatch());
      waiting = landing.waiting(DecidedNote.of(last, state.decisions()).toArchive());
    }
    return new TransformOutlook(unapplied, state, open, arrivals.without(waiting), waiting);
  }

  /**
   * @throws io.sluice.problem.Problem UNSAFE where a file of an open batch isn't what its note
   *     says, INVALID where files could not be moved to the archive
   */
  public Verdict verdict(RunContext context, int filesPerBatch) {
    Landing landing = Landing.of(context);
    open.forEach(
        note -> landing.requireUnchanged(DecidedNote.of(note, state.decisions()).toRead()));
    if (context.pipeline().source().archive()) {
      landing.requireMovable(toMove());
    }
    List<String> parts = new ArrayList<>();
    unapplied.ifPresent(change -> parts.add(Verdict.unapplied(change)));
    for (DeliveryNote note : open) {
      parts.add(
          "batch %d (%s, started by run %s)"
              .formatted(note.batch(), Counted.of(note.files().size(), "file"), note.runId()));
    }
    int landed = arrivals.number();
    String batches = Counted.of(arrivals.batches(filesPerBatch), "batch");
    if (parts.isEmpty()) {
      return landed == 0
          ? new Verdict("NO-OP", "nothing landed since batch " + state.lastBatch())
          : new Verdict("RUN", "%s in %s".formatted(Counted.of(landed, "file"), batches));
    }
    if (landed > 0) {
      parts.add("then %s in %s".formatted(Counted.of(landed, "file"), batches));
    }
    return new Verdict("RESUME", String.join(", ", parts));
  }

  /** Files that go to the archive when all this work is done. */
  private List<Delivery> toMove() {
    List<Delivery> files = new ArrayList<>(waiting);
    open.forEach(note -> files.addAll(DecidedNote.of(note, state.decisions()).toRead().files()));
    files.addAll(arrivals.retried());
    files.addAll(arrivals.fresh());
    return files;
  }

  /** The first file that a transform would read; empty where it would read none. */
  public Optional<Delivery> next() {
    return Stream.concat(
            open.stream()
                .flatMap(note -> DecidedNote.of(note, state.decisions()).toRead().files().stream()),
            Stream.concat(arrivals.retried().stream(), arrivals.fresh().stream()))
        .findFirst();
  }

  /** The number of files of open batches. */
  public int openFiles() {
    return open.stream().mapToInt(note -> note.files().size()).sum();
  }

  /** The last note that there was before {@code landing/} was listed. */
  long lastNote() {
    return open.isEmpty() ? state.lastBatch() : open.get(open.size() - 1).batch();
  }
}
