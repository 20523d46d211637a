// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static io.sluice.spark.NamedColumns.named;
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
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.JavaConverters;

/** Writes the rows of small files into fewer, where no reader sees them. */
public record Compaction(SparkSession spark, String relation, Path table) {
  /**
   * Writes one file for each run; committing the result puts it in place of the run's files, and
   * says that no row changed. A task copies one run, row by row.
   */
  public TableChange stage(LiveFiles current, List<StagedFiles> runs) {
    OptimisticTransaction transaction =
        DeltaLog.forTable(spark, table).startTransaction(Option.empty(), Option.empty());
    Column[] order = named(current.ordered().stream().toList());
    Dataset<Row> rows = null;
    for (StagedFiles run : runs) {
      Dataset<Row> one = read(transaction.deltaLog(), current, run.files()).coalesce(1);
      one = order.length == 0 ? one : one.sortWithinPartitions(order);
      rows = rows == null ? one : rows.union(one);
    }
    List<Action> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (StagedFiles run : runs) {
      run.files()
          .forEach(file -> actions.add(file.removeWithTimestamp(now, false /* no data change */)));
    }
    JavaConverters.seqAsJavaList(transaction.writeFiles(rows))
        .forEach(file -> actions.add(unchanged((AddFile) file)));
    return Table.change(relation, transaction.readVersion(), actions);
  }

  /** The rows of the runs' files, as readers of the table find them. */
  public Dataset<Row> before(LiveFiles current, List<StagedFiles> runs) {
    List<AddFile> files = runs.stream().flatMap(run -> run.files().stream()).toList();
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
