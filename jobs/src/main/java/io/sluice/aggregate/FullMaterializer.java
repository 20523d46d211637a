// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.spark.Queries;
import io.sluice.table.TableLayout;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Computes an aggregation as a whole, regardless of what has changed. */
final class FullMaterializer implements ExactMaterializer {
  @Override
  public PreparedAggregation prepare(AggregationUpdate update) {
    update.references().forEach((name, rows) -> rows.createOrReplaceTempView(name));
    update.relations().forEach((name, rows) -> rows.createOrReplaceTempView(name));
    Dataset<Row> query = Queries.of(update.spark(), update.aggregation().sql());
    TableLayout layout = new TableLayout(query.schema(), List.of());
    // One file: what is computed as a whole is small, and a reader should not have to open many.
    if (!Arrays.asList(query.columns()).contains(update.pipeline().eventDate())) {
      return update.prepared(update.table().stageReplacement(query.coalesce(1), layout));
    }
    List<String> columns = DeterministicColumns.columns(query);
    Dataset<Row> rows = update.cached().keep(query);
    var after = update.checksums(rows, columns);
    return update.restating(
        update.table().stageReplacement(rows.coalesce(1), layout), columns, after);
  }

  @Override
  public Dataset<Row> afterLateRows(IncrementalTrial trial) {
    trial.references().forEach((name, rows) -> rows.createOrReplaceTempView(name));
    trial.relations().forEach((name, rows) -> rows.createOrReplaceTempView(name));
    return Queries.of(trial.spark(), trial.aggregation().sql());
  }
}
