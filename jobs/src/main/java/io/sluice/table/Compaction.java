// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static io.sluice.spark.ScalaSeq.seq;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.functions;
import scala.Option;
import scala.collection.JavaConverters;

/** Writes the rows of small files into fewer, where no reader sees them. */
public final class Compaction {
  private final SparkSession spark;
  private final String relation;
  private final Path table;

  Compaction(SparkSession spark, String relation, Path table) {
    this.spark = spark;
    this.relation = relation;
    this.table = table;
  }

  /**
   * Writes one file for each run; committing the result puts it in place of the run's files, and
   * says that no row changed. A task copies one run, row by row.
   */
  public TableChange stage(LiveFiles current, List<CompactionGroup> runs) {
    OptimisticTransaction transaction = DeltaLog.forTable(spark, table).startTransaction();
    Column[] order =
        current.ordered().stream()
            .map(column -> functions.col("`" + column + "`"))
            .toArray(Column[]::new);
    Dataset<Row> rows = null;
    for (CompactionGroup run : runs) {
      Dataset<Row> one = read(transaction.deltaLog(), current, run.addFiles()).coalesce(1);
      one = order.length == 0 ? one : one.sortWithinPartitions(order);
      rows = rows == null ? one : rows.union(one);
    }
    List<String> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (CompactionGroup run : runs) {
      run.addFiles()
          .forEach(
              file ->
                  actions.add(file.removeWithTimestamp(now, false /* no data change */).json()));
    }
    long rowsWritten = 0;
    long bytes = 0;
    for (FileAction action : JavaConverters.seqAsJavaList(transaction.writeFiles(rows))) {
      AddFile file = unchanged((AddFile) action);
      actions.add(file.json());
      rowsWritten += StagedFiles.rows(file);
      bytes += file.size();
    }
    return new TableChange(relation, transaction.readVersion(), actions, rowsWritten, bytes);
  }

  /** The rows of the runs' files, as readers of the table find them. */
  public Dataset<Row> before(LiveFiles current, List<CompactionGroup> runs) {
    List<AddFile> files = new ArrayList<>();
    runs.forEach(run -> files.addAll(run.addFiles()));
    return read(DeltaLog.forTable(spark, table), current, files);
  }

  private static Dataset<Row> read(DeltaLog log, LiveFiles current, List<AddFile> files) {
    return log.createDataFrame(
        current.snapshot(), seq(files), false /* no stream */, Option.empty());
  }

  /** The same file, said to change no data. */
  private static AddFile unchanged(AddFile file) {
    return file.copy(
        file.path(),
        file.partitionValues(),
        file.size(),
        file.modificationTime(),
        false /* no data change */,
        file.stats(),
        file.tags(),
        file.deletionVector(),
        file.baseRowId(),
        file.defaultRowCommitVersion(),
        file.clusteringProvider());
  }
}
