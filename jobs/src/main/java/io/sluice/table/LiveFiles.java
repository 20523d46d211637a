// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;

/** The data files that a table's newest version consists of. */
public final class LiveFiles {
  static final String STATISTICS_COLUMNS = "delta.dataSkippingStatsColumns";
  private final Path table;
  private final Snapshot snapshot;
  private final List<AddFile> files;

  private LiveFiles(Path table, Snapshot snapshot) {
    this.table = table;
    this.snapshot = snapshot;
    this.files = snapshot.allFiles().collectAsList();
  }

  static LiveFiles of(SparkSession spark, Path table) {
    Snapshot snapshot =
        DeltaLog.forTable(spark, table)
            .update(false /* stale is no good */, Option.empty(), Option.empty());
    return new LiveFiles(table, snapshot);
  }

  /** Paths of the files. */
  public Set<Path> paths() {
    return files.stream().map(file -> absolute(table, file.path())).collect(Collectors.toSet());
  }

  /**
   * A data file that isn't what the table says.
   *
   * @param partition the values of its partition columns
   * @param found its size now; empty where it is gone; the same where its content is another
   */
  public record Damaged(
      Path path, Map<String, String> partition, long size, Optional<Long> found) {}

  /** Files that are gone, have another size, or don't fit the checksum beside them. */
  public List<Damaged> damaged(Storage storage) {
    List<Damaged> damaged = new ArrayList<>();
    String how = "of %s compared".formatted(table.getName());
    for (AddFile file : storage.progress().each(files, "file", how)) {
      Path path = absolute(table, file.path());
      Optional<Long> found = storage.status(path).map(FileStatus::getLen);
      if (!found.equals(Optional.of(file.size())) || !storage.isIntact(path)) {
        Map<String, String> partition = JavaConverters.mapAsJavaMap(file.partitionValues());
        damaged.add(new Damaged(path, partition, file.size(), found));
      }
    }
    return damaged;
  }

  /**
   * A data file with other columns than the table.
   *
   * @param partition the values of its partition columns
   * @param differences such as {@code day is missing}
   */
  public record Misfit(Path path, Map<String, String> partition, List<String> differences) {}

  /** Files with other columns than the table has, by their own footers. */
  public List<Misfit> misfits(Storage storage) {
    return misfits(storage, snapshot.schema());
  }

  /** Files with other columns than some. */
  public List<Misfit> misfits(Storage storage, StructType columns) {
    return new FileColumns(storage, table, columns).misfits(files);
  }

  /**
   * @param pipeline for the remedy
   * @throws Problem UNSAFE where files that are to be copied have other columns than the table
   */
  public void requireOwnColumns(
      Storage storage, List<StagedFiles> runs, String relation, String pipeline) {
    FileColumns own = new FileColumns(storage, table, snapshot.schema());
    runs.forEach(run -> own.require(run.files(), relation, pipeline));
  }

  public int count() {
    return files.size();
  }

  /** Small ones of which each group is to become one file: all of one partition. */
  public List<StagedFiles> fragmented() {
    Optional<String> ordered = ordered();
    Map<String, AddFile> byPath = new HashMap<>();
    List<CompactionFile> fragments = new ArrayList<>();
    for (AddFile file : files) {
      byPath.put(file.path(), file);
      fragments.add(CompactionFile.of(Json.parse(file.json()).path("add"), ordered));
    }
    BinPacking packing = ordered.isPresent() ? BinPacking.BY_RANGE : BinPacking.BY_BYTES;
    return packing.groups(fragments).stream()
        .map(group -> group.stream().map(each -> byPath.get(each.path())).toList())
        .map(StagedFiles::new)
        .toList();
  }

  /** Layout that the table has now. */
  public TableLayout layout() {
    return new TableLayout(
        snapshot.schema(),
        JavaConverters.seqAsJavaList(snapshot.metadata().partitionColumns()),
        ordered());
  }

  /** The column that files have ranges of; usually there is none. */
  Optional<String> ordered() {
    return ordered(
        JavaConverters.mapAsJavaMap(snapshot.metadata().configuration()).get(STATISTICS_COLUMNS));
  }

  /**
   * @param property how Delta has the columns, may be null
   */
  static Optional<String> ordered(String property) {
    return Optional.ofNullable(property)
        .map(columns -> columns.split(",")[0].strip().replace("`", ""))
        .filter(column -> !column.isEmpty());
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /**
   * @param path as Delta has it: relative, and encoded
   */
  static Path absolute(Path table, String path) {
    return new Path(table, new Path(URI.create(path)));
  }
}
