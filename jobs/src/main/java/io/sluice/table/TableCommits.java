// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Option;
import scala.collection.JavaConverters;

/** Commits prepared changes to one table. */
record TableCommits(SparkSession spark, Storage storage, String relation, Path path) {
  private static final Logger log = LogManager.getLogger(TableCommits.class);

  /**
   * Commits a change unless the table has it.
   *
   * @param check of each action, with the table as it is before; what it throws, this throws
   */
  void commit(
      TableChange change, String application, long number, BiConsumer<Action, Snapshot> check) {
    OptimisticTransaction transaction =
        DeltaLog.forTable(spark, path).startTransaction(Option.empty(), Option.empty());
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
      check.accept(action, transaction.snapshot());
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
      transaction.commit(JavaConverters.asScalaBuffer(actions).toSeq(), operation);
    } catch (ConcurrentModificationException e) {
      log.warn("somebody else has committed to {} meanwhile: {}", relation, e.getMessage());
    }
    commits.requireTransaction(change.version(), application, number);
  }
}
