// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.pipeline.Source;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The folder where files arrive. What isn't a plain file, such as a link or a pipe, is a delivery
 * too: it gets noted, and is rejected without being opened.
 */
public final class Landing {
  private static final Logger log = LogManager.getLogger(Landing.class);

  /** Ending of the names of compressed files. */
  public static final String COMPRESSED = ".gz";

  private final Storage storage;
  private final Path folder;
  private final Path archive;
  private final PathMatcher matcher;
  private final String pipeline;

  /**
   * New and changed files of the folder.
   *
   * @param deliveries new files, by modification time and path
   * @param changed held files that lie there with another size or time
   * @param ignored how many entries no rule takes: other names, subfolders
   */
  public record Scan(List<Delivery> deliveries, List<Changed> changed, int ignored) {}

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
    this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + source.files());
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
    int ignored = 0;
    for (Entry entry : storage.entries(folder)) {
      String name = entry.name();
      if (name.startsWith(".") || name.startsWith("_")) {
        continue; // a producer is still writing it
      }
      if (entry.kind() == Entry.Kind.NAMELESS) {
        log.warn(
            "cannot read {}: its name is no text in this system; rename it", Escaped.quoted(name));
        ignored++;
        continue;
      }
      if (entry.kind() == Entry.Kind.FOLDER || !takes(name)) {
        ignored++;
        continue;
      }
      Delivery delivery = delivery(entry);
      Delivery heldFile = heldFiles.get(name);
      if (heldFile == null) {
        deliveries.add(delivery);
      } else if (!heldFile.equals(delivery)) {
        changed.add(new Changed(batches.get(name), heldFile, delivery));
      }
    }
    deliveries.sort(Comparator.comparing(Delivery::modifiedAt).thenComparing(Delivery::path));
    return new Scan(deliveries, changed, ignored);
  }

  /**
   * Fails unless every file of a note still is what the note says.
   *
   * @throws Problem UNSAFE, with both ways on
   */
  public void requireUnchanged(DeliveryNote note) {
    for (Delivery delivery : note.files()) {
      Optional<Delivery> lying = lying(delivery.path());
      if (!lying.equals(Optional.of(delivery))) {
        throw changed(delivery, lying);
      }
    }
  }

  /** The file at a path of the folder, if there is one. */
  public Optional<Delivery> lying(String path) {
    return storage.entry(new Path(folder, new Path(null, null, path))).map(Landing::delivery);
  }

  /** A published note's file in the archive, if it is there. */
  public Optional<Delivery> archived(long batch, String path) {
    return storage.entry(archivePath(batch, path)).map(Landing::delivery);
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
   * Moves a published note's files away, those that still are what the note says; called again, it
   * finishes what a killed run left. A name that the archive has already was moved before: what
   * lies in its place now is a new delivery, unless a move that isn't one step has left it.
   *
   * @return how many files were moved
   */
  public int archive(DeliveryNote note) {
    int moved = 0;
    for (Delivery delivery : waiting(note)) {
      if (isHalfMoved(note.batch(), delivery)) {
        storage.delete(path(delivery));
        moved++;
      } else if (storage.moveIfAbsent(path(delivery), archivePath(note.batch(), delivery.path()))) {
        moved++;
      }
    }
    return moved;
  }

  /** The files of a published note that are still to be moved to the archive. */
  public List<Delivery> waiting(DeliveryNote note) {
    return note.files().stream()
        .filter(delivery -> lying(delivery.path()).equals(Optional.of(delivery)))
        .filter(
            delivery ->
                archived(note.batch(), delivery.path()).isEmpty()
                    || isHalfMoved(note.batch(), delivery))
        .toList();
  }

  /**
   * Tells whether a delivery that still lies in the folder was copied and not deleted. A store that
   * copies gives a file that lands again another time, so that this one is no new delivery.
   */
  private boolean isHalfMoved(long batch, Delivery delivery) {
    return !storage.movesAtOnce(folder)
        && archived(batch, delivery.path())
            .filter(copy -> copy.size() == delivery.size())
            .isPresent();
  }

  /** A compressed file is taken where it would be without the ending. */
  private boolean takes(String name) {
    return matches(name)
        || (name.endsWith(COMPRESSED)
            && matches(name.substring(0, name.length() - COMPRESSED.length())));
  }

  private boolean matches(String name) {
    return matcher.matches(java.nio.file.Path.of(name));
  }

  private static Delivery delivery(Entry entry) {
    return new Delivery(entry.name(), entry.size(), entry.modifiedAt());
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
                    ? "take what lies there with files accept"
                    : "do without it with files accept --missing"),
        command.formatted("reject", "")
            + "   or   "
            + command.formatted("accept", lying.isPresent() ? "" : " --missing"));
  }

  private Path archivePath(long batch, String path) {
    return new Path(archive, new Path(null, null, "%06d/%s".formatted(batch, path)));
  }
}
