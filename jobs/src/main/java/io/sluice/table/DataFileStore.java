// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.problem.Problem;
import io.sluice.progress.Progress;
import io.sluice.run.RunContext;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The data files that are in a table's folder, whether its newest version has them or not, and
 * which of them a reader of a version that was current since some time may need. Seen without
 * Spark.
 *
 * <p>What counts is when a version was committed. Delta's own vacuum goes by the time at which a
 * removal was prepared, which a roll forward can make much earlier than its commit, and forgets
 * removals after a week.
 */
public final class DataFileStore {

  private final Storage storage;
  private final Path table;
  private final Instant since;
  private final String pipeline;
  private final List<FileStatus> lying = new ArrayList<>();
  private final Set<Path> removedSince = new HashSet<>();
  private final Set<Path> addedSince = new HashSet<>();

  /**
   * @param since every version that was current then or later stays readable
   */
  public DataFileStore(RunContext context, String relation, Instant since) {
    this.storage = context.storage();
    this.table = storage.qualify(context.data().table(relation));
    this.since = since;
    this.pipeline = context.pipeline().name();
    try (Progress.Listing listing = storage.progress().listing("tables/" + relation + "/")) {
      list(table);
    }
  }

  /**
   * The files that no version since then has, nor anything that was written since then.
   *
   * @param current where the files of the newest version are
   * @throws Problem UNSAFE where one of those isn't there: what is known can't be trusted then
   */
  public List<FileStatus> unneeded(Set<Path> current) {
    readCommits();
    Set<Path> missing = new HashSet<>(current);
    lying.forEach(file -> missing.remove(file.getPath()));
    if (!missing.isEmpty()) {
      throw Problem.unsafe(
          "Cannot clean up %s: its file %s is gone; nothing was removed"
              .formatted(table, missing.iterator().next()),
          "./sluice doctor --pipeline " + pipeline);
    }
    return old().stream().filter(file -> !current.contains(file.getPath())).toList();
  }

  /**
   * Tells whether there is nothing to remove and nothing to compact, as far as that can be told
   * from what Delta notes beside a version; false where it noted too little.
   */
  public boolean areAtRest() {
    JsonNode noted = new DeltaCommitLog(storage, table).noted();
    if (isMadeOf(lying, noted)) {
      return areFew(noted, lying);
    }
    readCommits();
    List<FileStatus> current = new ArrayList<>(old());
    lying.stream()
        .filter(file -> !isOld(file) && addedSince.contains(file.getPath()))
        .filter(file -> !removedSince.contains(file.getPath()))
        .forEach(current::add);
    return isMadeOf(current, noted) && areFew(noted, current);
  }

  /**
   * Returns whether files have the number and the size that Delta has noted of the current ones.
   */
  private static boolean isMadeOf(List<FileStatus> files, JsonNode noted) {
    return noted.path("numFiles").asLong(-1) == files.size()
        && noted.path("tableSizeBytes").asLong(-1)
            == files.stream().mapToLong(FileStatus::getLen).sum();
  }

  private static boolean areFew(JsonNode noted, List<FileStatus> current) {
    Optional<String> ordered =
        LiveFiles.ordered(
            noted
                .path("metadata")
                .path("configuration")
                .path(LiveFiles.STATISTICS_COLUMNS)
                .textValue());
    if (ordered.isEmpty()) {
      return BinPacking.BY_BYTES
          .groups(current.stream().map(CompactionFile::of).toList())
          .isEmpty();
    }
    List<CompactionFile> fragments = new ArrayList<>();
    noted.path("allFiles").forEach(file -> fragments.add(CompactionFile.of(file, ordered)));
    // Delta lists them only where they are some thousands at most.
    return fragments.size() == current.size() && BinPacking.BY_RANGE.groups(fragments).isEmpty();
  }

  /** Files that are either current or not needed. */
  private List<FileStatus> old() {
    return lying.stream()
        .filter(file -> isOld(file) && !removedSince.contains(file.getPath()))
        .toList();
  }

  private boolean isOld(FileStatus file) {
    return file.getModificationTime() < since.toEpochMilli();
  }

  /** Delta's own files, and others that readers pass over, begin with a dot or an underscore. */
  private void list(Path folder) {
    for (Entry entry : storage.entries(folder)) {
      String name = entry.name();
      // A partition's folder is named column=value, and a column's name may begin with either.
      boolean hidden = (name.startsWith("_") || name.startsWith(".")) && !name.contains("=");
      if (entry.kind() == Entry.Kind.FOLDER && !hidden) {
        list(in(folder, name));
      } else if (entry.kind() == Entry.Kind.FILE && name.endsWith(".parquet") && !hidden) {
        lying.add(
            new FileStatus(
                entry.size(),
                false /* no folder */,
                1 /* copy */,
                entry.size() /* in a block */,
                entry.modifiedAt().toEpochMilli(),
                in(folder, name)));
      }
    }
  }

  /** Also where the name has a colon, which Hadoop would take for the end of a scheme. */
  private static Path in(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }

  private void readCommits() {
    DeltaCommitLog commits = new DeltaCommitLog(storage, table);
    List<Long> versions = commits.writtenSince(since);
    for (long version : storage.progress().each(versions, "version", "read")) {
      read(version, commits.actions(version));
    }
  }

  private void read(long version, List<JsonNode> actions) {
    if (actions.isEmpty()) {
      throw Problem.unsafe(
          "Cannot clean up %s: the commit file of its version %d can't be read; nothing was removed"
              .formatted(table, version),
          "./sluice doctor --pipeline " + pipeline);
    }
    for (JsonNode action : actions) {
      if (action.has("add")) {
        addedSince.add(LiveFiles.absolute(table, action.at("/add/path").asText()));
      } else if (action.has("remove")) {
        removedSince.add(LiveFiles.absolute(table, action.at("/remove/path").asText()));
      }
    }
  }
}
