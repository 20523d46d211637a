// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * One relation's Delta table, behind the verbs that a change needs: write files that no reader sees
 * yet, look at them, commit them, read at a version.
 */
public final class Table {
  private static final StagedFiles NONE = new StagedFiles(List.of());

  private final SparkSession spark;
  private final Storage storage;
  private final String relation;
  private final Path path;
  private final StagedFileCheck lying;
  private final TableVersions versions;
  private final TableCommits commits;

  Table(SparkSession spark, Storage storage, String relation, Path path) {
    this.spark = spark;
    this.storage = storage;
    this.relation = relation;
    this.path = storage.qualify(path);
    this.lying = new StagedFileCheck(storage, this.path);
    this.versions = new TableVersions(spark, this.path);
    this.commits = new TableCommits(spark, storage, relation, this.path);
  }

  /** The rows as they were at a version. */
  public Dataset<Row> read(long version) {
    return versions.read(version);
  }

  /** Writes the rows' files; committing the result appends them. */
  public TableChange stageAppend(Dataset<Row> rows, TableLayout layout) {
    return append(List.of(write(rows, layout)), layout);
  }

  /** Writes the rows' files, where no reader sees them; they may have columns that are new. */
  public StagedFiles write(Dataset<Row> rows, TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    if (transaction.readVersion() < 0) {
      return write(rows, layout, transaction);
    }
    requireFitting(transaction, new TableLayout(rows.schema(), layout.partitionedBy()));
    return write(rows, TableDefinition.extended(transaction.snapshot(), layout), transaction);
  }

  /**
   * The same for rows that are to take the place of all others, regardless of the columns of those:
   * see {@link #replaceAll}.
   */
  public StagedFiles writeAll(Dataset<Row> rows, TableLayout layout) {
    return write(rows, layout, transaction());
  }

  private static StagedFiles write(
      Dataset<Row> rows, TableLayout layout, OptimisticTransaction transaction) {
    TableDefinition.given(transaction, layout);
    return new StagedFiles(
        JavaConverters.seqAsJavaList(transaction.writeFiles(rows)).stream()
            .map(AddFile.class::cast)
            .toList());
  }

  /** A change that appends files which were written before. */
  public TableChange append(List<StagedFiles> staged, TableLayout layout) {
    return replace(NONE, staged.stream().reduce(NONE, StagedFiles::and), layout);
  }

  /** Removes files that no change will publish. */
  public void discard(StagedFiles staged) {
    staged.files().forEach(file -> storage.delete(lying.path(file.path())));
  }

  /** Removes the files of a change that won't be recorded. */
  public void discard(TableChange change) {
    discard(added(change));
  }

  /** Writes the rows' files; committing the result puts them in place of everything there is. */
  public TableChange stageReplacement(Dataset<Row> rows, TableLayout layout) {
    return stageInPlaceOf(files(), rows, layout);
  }

  /** Writes the rows' files; committing the result puts them in place of some that are there. */
  public TableChange stageInPlaceOf(StagedFiles replaced, Dataset<Row> rows, TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    List<Action> actions = begin(transaction, replaced, layout);
    actions.addAll(JavaConverters.seqAsJavaList(transaction.writeFiles(rows)));
    return change(transaction, actions);
  }

  /** A change that puts files which were written before in place of some that are there. */
  public TableChange replace(StagedFiles replaced, StagedFiles by, TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    if (transaction.readVersion() >= 0 && by.count() == 0) {
      requireFitting(transaction, layout);
      return change(transaction, removals(replaced)); // no row, no column
    }
    List<Action> actions = begin(transaction, replaced, layout);
    actions.addAll(by.files());
    return change(transaction, actions);
  }

  /**
   * A change that puts files which were written before in place of everything there is, and gives
   * the table their layout, also where there are none.
   */
  public TableChange replaceAll(StagedFiles by, TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    List<Action> actions = removals(files());
    TableDefinition.given(transaction, layout).ifPresent(actions::add);
    actions.addAll(by.files());
    return change(transaction, actions);
  }

  /** Tells whether files that were written before are all still there. */
  public boolean isWhole(StagedFiles staged) {
    return staged.files().stream().allMatch(file -> lying.has(file.path(), file.size()));
  }

  /** Tells whether the files that make the newest version can all be read. */
  public boolean isReadable() {
    return files().files().stream().allMatch(file -> lying.isReadable(file.path(), file.size()));
  }

  /**
   * Tells whether the files that a change removes, and that older versions have, can all be read.
   */
  public boolean isReadableBefore(TableChange change) {
    return change.parsed().stream()
        .map(action -> action.path("remove"))
        .filter(file -> !file.isMissingNode())
        .allMatch(file -> lying.isReadable(file.path("path").asText(), file.path("size").asLong()));
  }

  /**
   * Files of the newest version that hold some rows.
   *
   * @param keys what these rows have in the columns of the same names
   */
  public StagedFiles holding(Dataset<Row> keys) {
    return versions.holding(keys);
  }

  /** The files that make the newest version; none where there is no table. */
  public StagedFiles files() {
    return versions.files();
  }

  /** The files that made a version. */
  public StagedFiles files(long version) {
    return versions.files(version);
  }

  /**
   * Rows of files that the table has or once had, as a micro-batch of a stream has them, with the
   * columns that the table has now.
   */
  public Dataset<Row> arriving(StagedFiles files) {
    return versions.arriving(files);
  }

  /** A change that takes all rows away. */
  public TableChange stageRemoval() {
    return change(transaction(), removals(files()));
  }

  /** A change that adds neither rows nor columns; it makes the table where there is none. */
  public TableChange stageNothing(TableLayout layout) {
    return append(List.of(), layout);
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

  /** The columns that the table has, to be compared with those of rows. */
  public TableColumns columns() {
    return new TableColumns(relation, versions, lying, transaction());
  }

  /** A change that gives the table a definition, and touches no row: for a table that lost its. */
  public TableChange stageDefinition(TableLayout layout) {
    OptimisticTransaction transaction = transaction();
    return change(transaction, List.of(TableDefinition.of(transaction, layout)));
  }

  /**
   * Commits a prepared change once, however often it is called. Concurrent calls are fine: Delta
   * lets one of them through, because each depends on the transaction number that it writes.
   *
   * @param application the pipeline; with {@code number} it identifies the change in the table
   * @param number the change's number
   * @throws Problem UNSAFE where a prepared file is gone or cut off, where another writer has
   *     written, or where rows that stay would be left without their columns
   */
  public void commit(TableChange change, String application, long number) {
    commits.commit(
        change,
        application,
        number,
        new CommitCheck(lying, relation, this::files, change, application, number));
  }

  /**
   * The same, regardless of what is lost: prepared files may be gone, and columns not be those of
   * the rows.
   */
  public void commitWithLosses(TableChange change, String application, long number) {
    commits.commit(change, application, number, (action, before) -> {});
  }

  /** The files that a change adds. */
  public static StagedFiles added(TableChange change) {
    return added(change.actions().stream().map(Action::fromJson));
  }

  private static StagedFiles added(Stream<Action> actions) {
    return new StagedFiles(
        actions.filter(AddFile.class::isInstance).map(AddFile.class::cast).toList());
  }

  /**
   * Actions that take files away, and that make the table or change its definition.
   *
   * @throws Problem INVALID where rows that stay can't have the layout's columns
   */
  private List<Action> begin(
      OptimisticTransaction transaction, StagedFiles replaced, TableLayout layout) {
    TableLayout now = layout;
    if (transaction.readVersion() >= 0 && !files().minus(replaced.paths()).files().isEmpty()) {
      requireFitting(transaction, layout);
      now = TableDefinition.extended(transaction.snapshot(), layout);
    }
    List<Action> actions = removals(replaced);
    TableDefinition.given(transaction, now).ifPresent(actions::add);
    return actions;
  }

  private void requireFitting(OptimisticTransaction transaction, TableLayout layout) {
    TableDefinition.requireFitting(relation, transaction.snapshot(), layout, "");
  }

  private static List<Action> removals(StagedFiles files) {
    List<Action> actions = new ArrayList<>();
    files.files().forEach(file -> actions.add(file.remove()));
    return actions;
  }

  private TableChange change(OptimisticTransaction transaction, List<Action> actions) {
    return change(relation, transaction.readVersion(), actions);
  }

  /** A change of those actions, prepared on a version. */
  static TableChange change(String relation, long version, List<Action> actions) {
    StagedFiles added = added(actions.stream());
    return new TableChange(
        relation,
        version,
        actions.stream().map(Action::json).toList(),
        added.rows(),
        added.bytes());
  }

  private OptimisticTransaction transaction() {
    return DeltaLog.forTable(spark, path).startTransaction(Option.empty(), Option.empty());
  }
}
