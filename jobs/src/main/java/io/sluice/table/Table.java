// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static io.sluice.spark.ScalaSeq.seq;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.net.URI;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.functions;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * One relation's Delta table, behind the verbs that a change needs: write files that no reader sees
 * yet, look at them, commit them, read at a version.
 */
public final class Table {
  private static final Logger LOG = LogManager.getLogger(Table.class);
  private static final String DATA_FILE = "_data_file";

  private final SparkSession spark;
  private final Storage storage;
  private final String relation;
  private final Path path;
  private final StagedFileCheck lying;

  Table(SparkSession spark, Storage storage, String relation, Path path) {
    this.spark = spark;
    this.storage = storage;
    this.relation = relation;
    this.path = storage.qualify(path);
    this.lying = new StagedFileCheck(storage, this.path);
  }

  /** The rows as they were at a version. */
  public Dataset<Row> read(long version) {
    Snapshot newest = snapshot();
    Optional<StagedFiles> files = newest.version() == version ? listed(newest) : Optional.empty();
    if (files.isPresent()) {
      return spark.baseRelationToDataFrame(
          newest
              .deltaLog()
              .buildHadoopFsRelationWithFileIndex(
                  newest,
                  new SnapshotFileIndex(spark, newest, files.get().files()),
                  Option.empty() /* no buckets */,
                  false /* all columns */));
    }
    return spark.read().format("delta").option("versionAsOf", version).load(path.toString());
  }

  /** Writes the rows' files; committing the result appends them. */
  public TableChange stageAppend(Dataset<Row> rows, TableLayout layout) {
    return append(List.of(write(rows, layout)), layout);
  }

  /** Writes the rows' files, where no reader sees them. */
  public StagedFiles write(Dataset<Row> rows, TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    if (transaction.readVersion() >= 0) {
      TableDefinition.requireSame(relation, transaction.snapshot().schema(), rows.schema());
    }
    TableDefinition.given(transaction, layout);
    List<AddFile> files = new ArrayList<>();
    for (FileAction file : JavaConverters.seqAsJavaList(transaction.writeFiles(rows))) {
      files.add((AddFile) file);
    }
    return new StagedFiles(files);
  }

  /** A change that appends files which were written before. */
  public TableChange append(List<StagedFiles> staged, TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    List<Action> actions = new ArrayList<>();
    TableDefinition.given(transaction, layout).ifPresent(actions::add);
    staged.forEach(files -> actions.addAll(files.files()));
    return change(transaction, actions);
  }

  /** Removes files that no change will publish. */
  public void discard(StagedFiles staged) {
    for (AddFile file : staged.files()) {
      storage.delete(lying.path(file.path()));
    }
  }

  /** Removes the files of a change that won't be recorded. */
  public void discard(TableChange change) {
    discard(added(change));
  }

  /** Writes the rows' files; committing the result puts them in place of everything there is. */
  public TableChange stageReplacement(Dataset<Row> rows, TableLayout layout) {
    return stage(rows, layout, files());
  }

  /** Writes the rows' files; committing the result puts them in place of some that are there. */
  public TableChange stageInPlaceOf(StagedFiles replaced, Dataset<Row> rows, TableLayout layout) {
    return stage(rows, layout, replaced);
  }

  /** A change that puts files which were written before in place of some that are there. */
  public TableChange replace(StagedFiles replaced, StagedFiles by, TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    List<Action> actions = new ArrayList<>();
    replaced.files().forEach(file -> actions.add(file.remove()));
    TableDefinition.given(transaction, layout).ifPresent(actions::add);
    actions.addAll(by.files());
    return change(transaction, actions);
  }

  /** Whether files that were written before all lie there still. */
  public boolean isWhole(StagedFiles staged) {
    return staged.files().stream().allMatch(file -> lying.has(file.path(), file.size()));
  }

  /** Whether the files that make the newest version can all be read. */
  public boolean isReadable() {
    return files().files().stream().allMatch(file -> lying.isReadable(file.path(), file.size()));
  }

  /** Whether the files that a change removes, and that older versions have, can all be read. */
  public boolean isReadableBefore(TableChange change) {
    return change.parsed().stream()
        .map(action -> action.path("remove"))
        .filter(file -> !file.isMissingNode())
        .allMatch(file -> lying.isReadable(file.path("path").asText(), file.path("size").asLong()));
  }

  /** The files that a change adds. */
  public StagedFiles staged(TableChange change) {
    return added(change);
  }

  /**
   * Those files of the newest version that hold some rows.
   *
   * @param keys what these rows have in the columns of the same names
   */
  public StagedFiles holding(Dataset<Row> keys) {
    StagedFiles current = files();
    Dataset<Row> rows =
        spark
            .read()
            .format("delta")
            .load(path.toString())
            .withColumn(DATA_FILE, functions.col("_metadata.file_name"))
            .join(keys, keys.columns(), "left_semi");
    Set<String> names =
        new HashSet<>(rows.select(DATA_FILE).distinct().as(Encoders.STRING()).collectAsList());
    return current.matching(file -> names.contains(new Path(URI.create(file.path())).getName()));
  }

  /** The files that make the newest version; none where there is no table. */
  public StagedFiles files() {
    Snapshot newest = snapshot();
    return listed(newest).orElseGet(() -> new StagedFiles(newest.allFiles().collectAsList()));
  }

  /** The newest version. To open a log is to look for it: then it isn't looked for again. */
  private Snapshot snapshot() {
    // One that was found in this very millisecond may have been found before this call.
    Object since = System.currentTimeMillis() + 1;
    return DeltaLog.forTable(spark, path).update(false, Option.apply(since), Option.empty());
  }

  /**
   * The files of a table that has a few thousand at most: Delta notes them beside each commit.
   * Without that, to list them takes Spark jobs over the table's log, 3 s for a long one in a new
   * process.
   */
  private static Optional<StagedFiles> listed(Snapshot snapshot) {
    Option<VersionChecksum> checksum = snapshot.checksumOpt();
    return checksum.isEmpty() || checksum.get().allFiles().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StagedFiles(JavaConverters.seqAsJavaList(checksum.get().allFiles().get())));
  }

  /** A change that adds nothing; it makes the table where there is none. */
  public TableChange stageNothing(TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    List<Action> actions = new ArrayList<>();
    TableDefinition.given(transaction, layout).ifPresent(actions::add);
    return change(transaction, actions);
  }

  /** The staged rows, read as plain Parquet files: what any reader will find in them. */
  public Dataset<Row> stagedRows(TableChange change, TableLayout layout) {
    return rows(added(change), layout);
  }

  /** The rows of staged files, read as plain Parquet files. */
  public Dataset<Row> rows(StagedFiles staged, TableLayout layout) {
    String[] files =
        staged.files().stream()
            .map(file -> Storage.literal(lying.path(file.path())))
            .toArray(String[]::new);
    return files.length == 0
        ? spark.createDataFrame(List.of(), layout.schema())
        : spark.read().schema(layout.schema()).option("basePath", path.toString()).parquet(files);
  }

  /**
   * Commits a prepared change once, however often it is called. Concurrent calls are fine: Delta
   * lets one of them through, because each depends on the transaction number that it writes.
   *
   * @param application the pipeline; with {@code number} it identifies the change in the table
   * @param number the change's number
   * @throws Problem UNSAFE where a prepared file is gone or cut off, or somebody else has written
   */
  public void commit(TableChange change, String application, long number) {
    commit(change, application, number, file -> lying.require(file, relation, number, application));
  }

  /** The same though prepared files may be gone: who can make their rows again does so later. */
  public void commitWithLosses(TableChange change, String application, long number) {
    commit(change, application, number, file -> {});
  }

  private void commit(
      TableChange change, String application, long number, Consumer<AddFile> check) {
    OptimisticTransaction transaction = transaction();
    if (transaction.readVersion() != change.baseVersion()) {
      if (transaction.txnVersion(application) >= number) {
        return;
      }
      throw Problem.unsafe(
          "Cannot apply change %d to %s: it was prepared on version %d, the table is at %d; somebody else wrote to it"
              .formatted(number, relation, change.baseVersion(), transaction.readVersion()),
          "./sluice doctor --pipeline " + application);
    }
    // Whoever commits this number at the same time makes this commit fail. To ask Delta for the
    // number would say so too, but reads the table's whole log.
    transaction.readTxn().$plus$eq(application);
    List<Action> actions = new ArrayList<>();
    actions.add(new SetTransaction(application, number, Option.apply(System.currentTimeMillis())));
    for (String json : change.actions()) {
      Action action = Action.fromJson(json);
      if (action instanceof AddFile file) {
        check.accept(file);
      }
      actions.add(action);
    }
    DeltaOperations.Operation operation =
        new DeltaOperations.Write(
            SaveMode.Append,
            Option.empty(),
            Option.empty(),
            Option.apply("sluice change " + number));
    DeltaCommitLog commits = new DeltaCommitLog(storage, path);
    commits.forgetLost(change.version());
    try {
      transaction.commit(seq(actions), operation);
    } catch (ConcurrentModificationException e) {
      LOG.warn("somebody else has committed to {} meanwhile: {}", relation, e.getMessage());
    }
    commits.requireTransaction(change.version(), application, number);
  }

  private static StagedFiles added(TableChange change) {
    return new StagedFiles(
        change.actions().stream()
            .map(Action::fromJson)
            .filter(AddFile.class::isInstance)
            .map(AddFile.class::cast)
            .toList());
  }

  private TableChange stage(Dataset<Row> rows, TableLayout layout, StagedFiles replaced) {
    OptimisticTransaction transaction = transaction();
    List<Action> actions = new ArrayList<>();
    replaced.files().forEach(file -> actions.add(file.remove()));
    TableDefinition.given(transaction, layout).ifPresent(actions::add);
    actions.addAll(JavaConverters.seqAsJavaList(transaction.writeFiles(rows)));
    return change(transaction, actions);
  }

  private TableChange change(OptimisticTransaction transaction, List<Action> actions) {
    List<String> json = new ArrayList<>();
    long rows = 0;
    long bytes = 0;
    for (Action action : actions) {
      json.add(action.json());
      if (action instanceof AddFile file) {
        rows += StagedFiles.rows(file);
        bytes += file.size();
      }
    }
    return new TableChange(relation, transaction.readVersion(), json, rows, bytes);
  }

  private OptimisticTransaction transaction() {
    return DeltaLog.forTable(spark, path).startTransaction();
  }
}
