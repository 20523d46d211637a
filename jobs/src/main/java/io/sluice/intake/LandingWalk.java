// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import static io.sluice.intake.IgnoredFile.Why.CLOSED_FOLDER;
import static io.sluice.intake.IgnoredFile.Why.FOLDER;
import static io.sluice.intake.IgnoredFile.Why.IN_SUBFOLDER;
import static io.sluice.intake.IgnoredFile.Why.NAMELESS;
import static io.sluice.intake.IgnoredFile.Why.OTHER_CASE;
import static io.sluice.intake.IgnoredFile.Why.OTHER_NAME;
import static io.sluice.intake.IgnoredFile.Why.UNDER_WAY;

import io.sluice.progress.Progress;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.FilePattern;
import io.sluice.text.UploadNames;
import io.sluice.unpack.Compression;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/**
 * One look at a landing folder: the files that a pattern takes, and all other entries with the
 * reason why not. Links are never followed.
 *
 * @param taken those that are files, links, pipes and the like, in no order
 */
record LandingWalk(
    Storage storage, FilePattern pattern, List<Delivery> taken, List<IgnoredFile> ignored) {
  /** In a folder of more entries than this that isn't taken, they aren't looked at one by one. */
  private static final int MAX_LOOK = 1_000;

  static LandingWalk of(Storage storage, Path landing, FilePattern pattern) {
    LandingWalk walk = new LandingWalk(storage, pattern, new ArrayList<>(), new ArrayList<>());
    try (Progress.Listing listing = storage.progress().listing(landing.getName() + "/")) {
      walk.folder(landing, "");
    }
    return walk;
  }

  private void folder(Path folder, String prefix) {
    for (Entry entry : storage.entries(folder)) {
      String path = prefix + entry.name();
      boolean isFolder = entry.kind() == Entry.Kind.FOLDER;
      if (UploadNames.has(entry.name())) {
        ignored.add(new IgnoredFile(path, UNDER_WAY));
      } else if (entry.kind() == Entry.Kind.NAMELESS) {
        ignored.add(new IgnoredFile(path, NAMELESS));
      } else if (isFolder) {
        subfolder(child(folder, entry.name()), path + "/");
      } else if (takes(pattern::matches, path)) {
        taken.add(new Delivery(path, entry.size(), entry.modifiedAt()));
      } else {
        ignore(path);
      }
    }
  }

  private void subfolder(Path folder, String prefix) {
    try {
      if (pattern.takesSubfolders()) {
        folder(folder, prefix);
      } else {
        untaken(folder, prefix);
      }
    } catch (UncheckedIOException e) {
      if (!Storage.isDenied(e.getCause())) {
        throw e;
      }
      ignored.add(new IgnoredFile(prefix, CLOSED_FOLDER));
    }
  }

  /** A folder whose files are not taken. */
  private void untaken(Path folder, String prefix) {
    List<String> names = storage.names(folder);
    if (names.isEmpty()) {
      ignored.add(new IgnoredFile(prefix, FOLDER));
    } else if (names.size() > MAX_LOOK) {
      boolean isSuspect = names.stream().anyMatch(name -> takes(pattern::matches, name));
      ignored.add(new IgnoredFile(prefix, isSuspect ? IN_SUBFOLDER : FOLDER));
    } else {
      folder(folder, prefix);
    }
  }

  private void ignore(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean isAbove = name.equals(path) || pattern.takesSubfolders();
    if (!isAbove && takes(pattern::matches, name)) {
      ignored.add(new IgnoredFile(path, IN_SUBFOLDER));
    } else {
      boolean differs = takes(pattern::matchesInOtherCase, path);
      ignored.add(new IgnoredFile(path, differs ? OTHER_CASE : OTHER_NAME));
    }
  }

  /** A compressed file is taken where it would be without the ending. */
  static boolean takes(Predicate<String> matches, String path) {
    return matches.test(path) || Compression.withoutEnding(path).filter(matches).isPresent();
  }

  private static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }
}
