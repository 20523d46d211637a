// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.problem.Problem;
import io.sluice.run.FormatVersion;
import io.sluice.run.RunContext;
import io.sluice.storage.NumberedFiles;
import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** The delivery notes of a pipeline, {@code batches/000042.json}. */
public record DeliveryNotes(NumberedFiles files, String pipeline) {
  public DeliveryNotes(Storage storage, Path folder, String pipeline) {
    this(new NumberedFiles(storage, folder), pipeline);
  }

  /** The notes of a run's pipeline. */
  public static DeliveryNotes of(RunContext context) {
    return new DeliveryNotes(
        context.storage(), context.data().batches(), context.pipeline().name());
  }

  /**
   * The notes after a batch, by number: where that batch is the last published, the open ones.
   *
   * @throws Problem UNSAFE where one can't be read, or is missing: a new one would get its number,
   *     and count as published
   */
  public List<DeliveryNote> after(long batch) {
    List<DeliveryNote> notes = new ArrayList<>();
    for (long number : files.each(numbersAfter(batch))) {
      notes.add(read(number));
    }
    return notes;
  }

  /**
   * The numbers of the notes after a batch, ascending, without a look into any.
   *
   * @throws Problem UNSAFE where a note is missing
   */
  public List<Long> numbersAfter(long batch) {
    List<Long> numbers = files.numbers();
    for (int i = 0; i < Math.max(batch, numbers.size()); i++) {
      if (i >= numbers.size() || numbers.get(i) != i + 1) {
        throw Problem.unsafe(
            "Cannot trust the delivery notes of %s: note %s is missing"
                .formatted(pipeline, files.path(i + 1).getName()),
            "./sluice doctor --pipeline " + pipeline);
      }
    }
    return numbers.stream().filter(number -> number > batch).toList();
  }

  /** Tells whether a note can be read, and has its number. */
  public boolean isWhole(long batch) {
    try {
      return parse(batch).batch() == batch;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  public DeliveryNote read(long batch) {
    try {
      return parse(batch);
    } catch (IllegalArgumentException e) {
      throw Problem.unsafe(
              "Cannot read delivery note %s: %s".formatted(files.path(batch), e.getMessage()),
              "./sluice doctor --pipeline " + pipeline)
          .causedBy(e);
    }
  }

  /**
   * @throws IllegalArgumentException where the note isn't whole
   * @throws Problem UNSAFE where only a newer version of Sluice can read it
   */
  private DeliveryNote parse(long batch) {
    try {
      return DeliveryNote.parse(files.read(batch));
    } catch (FormatVersion.Newer e) {
      throw e.problem("delivery note %s of %s".formatted(files.path(batch).getName(), pipeline));
    }
  }

  /**
   * Notes new deliveries, in their order, at most {@code filesPerBatch} a batch.
   *
   * @param after the last number in use
   */
  public List<DeliveryNote> write(
      List<Delivery> deliveries, int filesPerBatch, long after, String runId) {
    List<DeliveryNote> notes = new ArrayList<>();
    for (int from = 0; from < deliveries.size(); from += filesPerBatch) {
      int to = Math.min(from + filesPerBatch, deliveries.size());
      DeliveryNote note =
          new DeliveryNote(
              after + notes.size() + 1, runId, Instant.now(), deliveries.subList(from, to));
      put(note);
      notes.add(note);
    }
    return notes;
  }

  /**
   * Writes a note under its own number.
   *
   * @throws Problem BUSY where another run has
   */
  public void put(DeliveryNote note) {
    if (!files.createIfAbsent(note.batch(), note.json())) {
      throw Problem.busy(
          "Cannot write delivery note %d of %s: another run has written it"
              .formatted(note.batch(), pipeline));
    }
  }

  /** The highest number in use, 0 for none. */
  public long last() {
    List<Long> numbers = files.numbers();
    return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
  }
}
