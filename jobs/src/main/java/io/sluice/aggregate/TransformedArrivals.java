// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static io.sluice.spark.NamedColumns.named;

import io.sluice.change.LogState;
import io.sluice.stream.ArrivingRows;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of the transformed table as they arrive, a change of data at a time. Which they are is told
 * by the change log: what maintenance does to the table's files, and how long Delta keeps its own
 * log, makes no difference.
 *
 * @param last the last change of data
 */
record TransformedArrivals(AggregationInputs inputs, long last, StructType schema)
    implements ArrivingRows {

  static TransformedArrivals of(AggregationUpdate update) {
    LogState state = update.state();
    return new TransformedArrivals(
        update.inputs(),
        state.lastData(),
        update.inputs().relation(update.pipeline().table(), state).schema());
  }

  @Override
  public Dataset<Row> upTo(long change) {
    return rows(table().files(version(change)));
  }

  @Override
  public Dataset<Row> between(long first, long change) {
    return rows(files(first, change));
  }

  /** The version of the transformed table that a change has made. */
  long version(long change) {
    return inputs.changes().read(change).state().version(inputs.pipeline().table()).orElseThrow();
  }

  /**
   * Says whether the files of changes that are still to be taken in are all there. Maintenance
   * leaves them; another process may have removed them.
   *
   * @param covered the last change that was taken in
   */
  boolean areWhole(long covered) {
    return table().isWhole(files(covered, last));
  }

  /** Files that some changes have brought, and that no change has restated since. */
  private StagedFiles files(long first, long change) {
    StagedFiles added = new StagedFiles(List.of());
    for (TableChange part : parts(first, change)) {
      added = added.and(Table.added(part));
    }
    Set<String> removed = new HashSet<>();
    parts(first, last).forEach(part -> removed.addAll(part.removedFiles()));
    return added.minus(removed);
  }

  private List<TableChange> parts(long first, long change) {
    return NewData.between(inputs.changes(), first, change).to(inputs.pipeline().table());
  }

  private Dataset<Row> rows(StagedFiles files) {
    Dataset<Row> found = inputs.withAllColumns(table().arriving(files));
    return found.select(named(List.of(schema.fieldNames())));
  }

  private Table table() {
    return inputs.table(inputs.pipeline().table());
  }
}
