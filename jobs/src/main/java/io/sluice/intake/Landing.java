// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.pipeline.Source;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import io.sluice.text.FilePattern;
import io.sluice.text.UploadNames;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The folder where files arrive. What isn't a plain file, such as a link or a pipe, is a delivery
 * too: it gets noted, and is rejected without being opened.
 */
public final class Landing {
  private final Storage storage;
  private final Path folder;
  private final Path archive;
  private final FilePattern pattern;
  private final String pipeline;

  /**
   * New and changed files of the folder.
   *
   * @param deliveries new files, by modification time and path
   * @param changed held files that are there with another size or time
   * @param ignored all other entries
   */
  public record Scan(List<Delivery> deliveries, List<Changed> changed, List<IgnoredFile> ignored) {}

  /**
   * A file that isn't what a note says any more.
   *
   * @param batch the note
   */
  public record Changed(long batch, Delivery noted, Delivery lying) {}

  public Landing(Storage storage, Path folder, Path archive, Source source, String pipeline) {
    this.storage = storage;
    this.folder = folder;
    this.archive = archive;
    this.pattern = new FilePattern(source.files());
    this.pipeline = pipeline;
  }

  /** The folder of a run's pipeline. */
  public static Landing of(RunContext context) {
    return new Landing(
        context.storage(),
        context.data().landing(),
        context.data().archive(),
        context.pipeline().source(),
        context.pipeline().name());
  }

  public Path path(Delivery delivery) {
    return new Path(folder, new Path(null, null, delivery.path()));
  }

  /** Tells whether a file of this path would be taken, if it was in the folder. */
  public boolean takes(String path) {
    return !UploadNames.has(path.substring(path.lastIndexOf('/') + 1))
        && LandingWalk.takes(pattern::matches, path);
  }

  /** Place of a consumed file in the archive, relative to the pipeline's folder. */
  public static String archivedPath(long batch, Delivery delivery) {
    return "archive/%06d/%s".formatted(batch, delivery.path());
  }

  /**
   * Lists the folder.
   *
   * @param held notes whose files are not to be noted again; the last that names a path counts
   */
  public Scan scan(Collection<DeliveryNote> held) {
    Map<String, Delivery> heldFiles = new HashMap<>();
    Map<String, Long> batches = new HashMap<>();
    for (DeliveryNote note : held) {
      for (Delivery file : note.files()) {
        heldFiles.put(file.path(), file);
        batches.put(file.path(), note.batch());
      }
    }
    List<Delivery> deliveries = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    LandingWalk walk = LandingWalk.of(storage, folder, pattern);
    for (Delivery delivery : walk.taken()) {
      Delivery heldFile = heldFiles.get(delivery.path());
      if (heldFile == null) {
        deliveries.add(delivery);
      } else if (!heldFile.equals(delivery)) {
        changed.add(new Changed(batches.get(delivery.path()), heldFile, delivery));
      }
    }
    deliveries.sort(Comparator.comparing(Delivery::modifiedAt).thenComparing(Delivery::path));
    return new Scan(deliveries, changed, walk.ignored());
  }

  /**
   * Fails unless every file of a note still is what the note says.
   *
   * @throws Problem UNSAFE, with both ways on
   */
  public void requireUnchanged(DeliveryNote note) {
    for (Delivery delivery : each(note.files(), "compared with their note")) {
      Optional<Delivery> lying = lying(delivery.path());
      if (!lying.equals(Optional.of(delivery))) {
        throw changed(delivery, lying);
      }
    }
  }

  /** The file at a path of the folder, if there is one. */
  public Optional<Delivery> lying(String path) {
    return storage
        .entry(new Path(folder, new Path(null, null, path)))
        .map(entry -> delivery(path, entry));
  }

  /** A published note's file in the archive, if it is there. */
  public Optional<Delivery> archived(long batch, String path) {
    return storage.entry(archivePath(batch, path)).map(entry -> delivery(path, entry));
  }

  /**
   * The place of a consumed file's bytes: in the archive, or where it landed. In the archive size
   * tells whether it is that file; elsewhere its time does, too.
   *
   * @param archives whether it was to be moved to the archive
   */
  public Optional<Path> raw(long batch, Delivery delivery, boolean archives) {
    Optional<Delivery> archived = archives ? archived(batch, delivery.path()) : Optional.empty();
    if (archived.isPresent()) {
      return archived
          .filter(file -> file.size() == delivery.size())
          .map(file -> archivePath(batch, delivery.path()));
    }
    return lying(delivery.path()).filter(delivery::equals).map(this::path);
  }

  /** Tells whether a file in the archive is a delivery; where moves are copies, size alone does. */
  public boolean isThat(Delivery archived, Delivery delivery) {
    return archived.equals(delivery)
        || (archived.size() == delivery.size() && !storage.movesAtOnce(folder));
  }

  /**
   * Moves a consumed file back from the archive, where nothing has taken its place.
   *
   * @return whether it was moved
   */
  public boolean restore(long batch, Delivery delivery) {
    return archived(batch, delivery.path()).filter(file -> isThat(file, delivery)).isPresent()
        && storage.moveIfAbsent(archivePath(batch, delivery.path()), path(delivery));
  }

  /**
   * Fails where files could not be moved to the archive once they are consumed: they would be there
   * as if they had just landed. It leaves no trace in any folder.
   *
   * @throws Problem INVALID, with both ways on
   */
  public void requireMovable(Collection<Delivery> deliveries) {
    new MoveCheck(storage, folder, archive).require(deliveries, this::path);
  }

  /**
   * Moves a published note's files away, those that still are what the note says; called again, it
   * finishes what a killed run left. A name that the archive has already was moved before: what is
   * in its place now is a new delivery, unless a move that isn't one step has left it.
   *
   * @return how many files were moved
   * @throws Problem INVALID where that is not allowed
   */
  public int archive(DeliveryNote note) {
    int moved = 0;
    for (Delivery delivery : each(waiting(note), "moved")) {
      if (isHalfMoved(note.batch(), delivery)) {
        storage.delete(path(delivery));
        moved++;
        continue;
      }
      try {
        if (storage.moveIfAbsent(path(delivery), archivePath(note.batch(), delivery.path()))) {
          moved++;
        }
      } catch (UncheckedIOException e) {
        if (!Storage.isDenied(e.getCause())) {
          throw e;
        }
        throw MoveCheck.immovable(
                delivery,
                Escaped.plain(String.valueOf(e.getCause().getMessage())),
                "batch %d is published, and is not taken in again".formatted(note.batch()))
            .causedBy(e);
      }
    }
    return moved;
  }

  /** The files of a published note that are still to be moved to the archive. */
  public List<Delivery> waiting(DeliveryNote note) {
    List<Delivery> waiting = new ArrayList<>();
    for (Delivery delivery : each(note.files(), "looked for")) {
      if (lying(delivery.path()).equals(Optional.of(delivery))
          && (archived(note.batch(), delivery.path()).isEmpty()
              || isHalfMoved(note.batch(), delivery))) {
        waiting.add(delivery);
      }
    }
    return waiting;
  }

  /** The files of a note that is open, in a loop that looks for each and tells how far it is. */
  Iterable<Delivery> looked(DeliveryNote note) {
    return each(note.files(), "of batch %d looked for".formatted(note.batch()));
  }

  /** Files, one after the other, in a loop that tells how far it is. */
  private Iterable<Delivery> each(Collection<Delivery> files, String how) {
    return storage.progress().each(files, "file", how);
  }

  /**
   * Tells whether a delivery that is still in the folder was copied and not deleted. A store that
   * copies gives a file that lands again another time, so that this one is no new delivery.
   */
  private boolean isHalfMoved(long batch, Delivery delivery) {
    return !storage.movesAtOnce(folder)
        && archived(batch, delivery.path())
            .filter(copy -> copy.size() == delivery.size())
            .isPresent();
  }

  /** A file's own name isn't its path, where it is in a subfolder. */
  private static Delivery delivery(String path, Entry entry) {
    return new Delivery(path, entry.size(), entry.modifiedAt());
  }

  private static String described(Delivery delivery) {
    return "%d bytes, modified %s".formatted(delivery.size(), delivery.modifiedAt());
  }

  /** The problem of a noted file that isn't what its note says, with both ways on. */
  public Problem changed(Delivery noted, Optional<Delivery> lying) {
    String file = Escaped.argument(noted.path());
    String command = "./sluice files %s " + file + "%s --pipeline " + pipeline + " --reason …";
    return Problem.unsafe(
        "Cannot read %s: its delivery note says %s, but it is %s; put the noted file back, give it up with files reject, or %s"
            .formatted(
                Escaped.plain(noted.path()),
                described(noted),
                lying.map(Landing::described).orElse("gone"),
                lying.isPresent()
                    ? "take what is there with files accept"
                    : "do without it with files accept --missing"),
        command.formatted("reject", "")
            + "   or   "
            + command.formatted("accept", lying.isPresent() ? "" : " --missing"));
  }

  private Path archivePath(long batch, String path) {
    return new Path(archive, new Path(null, null, "%06d/%s".formatted(batch, path)));
  }
}
