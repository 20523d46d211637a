// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;

/**
 * The Delta tables of one pipeline, by relation name.
 *
 * @param folder where the pipeline's tables are, one folder per relation
 */
public record Tables(SparkSession spark, Storage storage, Path folder) {
  /** The tables of a run's pipeline. */
  public static Tables of(SparkSession spark, RunContext context) {
    return new Tables(spark, context.storage(), context.data().tables());
  }

  public Table table(String relation) {
    return new Table(spark, storage, relation, new Path(folder, relation));
  }

  /** The data files of a relation's newest version. */
  public LiveFiles currentFiles(String relation) {
    return LiveFiles.of(spark, storage.qualify(new Path(folder, relation)));
  }

  /** Has Delta sum up a relation's log, so that readers need none of the commits until now. */
  public void writeCheckpoint(String relation) {
    Snapshot newest = currentFiles(relation).snapshot();
    newest.deltaLog().checkpoint(newest, Option.empty());
  }

  /** Leaves nothing in memory of what a relation's log said: parts of it were moved. */
  public void forget(String relation) {
    DeltaLog.invalidateCache(spark, storage.qualify(new Path(folder, relation)));
  }

  public Compaction compaction(String relation) {
    return new Compaction(spark, relation, storage.qualify(new Path(folder, relation)));
  }
}
