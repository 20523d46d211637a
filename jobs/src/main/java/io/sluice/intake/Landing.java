package io.sluice.intake;

import io.sluice.pipeline.Source;
import io.sluice.problem.Problem;
import io.sluice.problem.Shown;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
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

  /** What the name of a compressed file ends with. */
  static final String COMPRESSED = ".gz";

  private final Storage storage;
  private final Path folder;
  private final Path archive;
  private final PathMatcher matcher;
  private final String pipeline;

  /**
   * What lies in the folder and no note holds.
   *
   * @param deliveries new files, by modification time and path
   * @param ignored how many entries no rule takes: other names, subfolders
   */
  public record Scan(List<Delivery> deliveries, int ignored) {}

  public Landing(Storage storage, Path folder, Path archive, Source source, String pipeline) {
    this.storage = storage;
    this.folder = folder;
    this.archive = archive;
    this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + source.files());
    this.pipeline = pipeline;
  }

  public Path path(Delivery delivery) {
    return new Path(folder, new Path(null, null, delivery.path()));
  }

  /** Where a consumed file goes, relative to the pipeline's folder. */
  public static String archivedPath(DeliveryNote note, Delivery delivery) {
    return "archive/%06d/%s".formatted(note.batch(), delivery.path());
  }

  /**
   * Lists the folder.
   *
   * @param held notes whose files are not to be noted again
   * @throws Problem UNSAFE where a held file lies there with another size or time
   */
  public Scan scan(Collection<DeliveryNote> held) {
    Map<String, Delivery> heldFiles = new HashMap<>();
    held.forEach(note -> note.files().forEach(file -> heldFiles.put(file.path(), file)));
    List<Delivery> deliveries = new ArrayList<>();
    int ignored = 0;
    for (Entry entry : storage.entries(folder)) {
      String name = entry.name();
      if (name.startsWith(".") || name.startsWith("_")) {
        continue; // a producer is still writing it
      }
      if (entry.kind() == Entry.Kind.NAMELESS) {
        log.warn(
            "cannot read {}: its name is no text in this system; rename it", Shown.quoted(name));
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
        throw changed(heldFile, "it is " + described(delivery));
      }
    }
    deliveries.sort(Comparator.comparing(Delivery::modifiedAt).thenComparing(Delivery::path));
    return new Scan(deliveries, ignored);
  }

  /**
   * Fails unless every file of a note still is what the note says.
   *
   * @throws Problem UNSAFE, with both ways on
   */
  public void requireUnchanged(DeliveryNote note) {
    for (Delivery delivery : note.files()) {
      Optional<Entry> entry = storage.entry(path(delivery));
      if (entry.isEmpty()) {
        throw changed(delivery, "it is gone");
      }
      if (!delivery(entry.get()).equals(delivery)) {
        throw changed(delivery, "it is " + described(delivery(entry.get())));
      }
    }
  }

  /**
   * Moves a published note's files away, those that still are what the note says; called again, it
   * finishes what a killed run left. A name that the archive has already was moved before: what
   * lies in its place now is a new delivery.
   *
   * @return how many files were moved
   */
  public int archive(DeliveryNote note) {
    int moved = 0;
    for (Delivery delivery : note.files()) {
      Path target =
          new Path(
              archive, new Path(null, null, "%06d/%s".formatted(note.batch(), delivery.path())));
      Optional<Entry> entry = storage.entry(path(delivery));
      if (entry.isPresent()
          && delivery(entry.get()).equals(delivery)
          && storage.moveIfAbsent(path(delivery), target)) {
        moved++;
      }
    }
    return moved;
  }

  /** A compressed file is taken where it would be without the ending. */
  private boolean takes(String name) {
    return matches(name)
        || name.endsWith(COMPRESSED)
            && matches(name.substring(0, name.length() - COMPRESSED.length()));
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

  private Problem changed(Delivery noted, String now) {
    String file = Shown.plain(noted.path());
    return Problem.unsafe(
        "Cannot read %s: its delivery note says %s, but %s; put the noted file back, give it up with files reject, or take what lies there with files accept"
            .formatted(file, described(noted), now),
        "./sluice files reject '%s' --pipeline %s --reason …   or   ./sluice files accept '%s' --pipeline %s --reason …"
            .formatted(file, pipeline, file, pipeline));
  }
}
