// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import io.sluice.change.DecisionKind;
import io.sluice.intake.Delivery;
import io.sluice.relation.DecisionsTable;
import io.sluice.text.Glob;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A file of a published batch, as the ledger has it.
 *
 * @param decision the kind of the decision that holds about it
 */
record ConsumedFile(long batch, Delivery delivery, Optional<DecisionKind> decision) {

  /** Files that match, by batch and path. */
  static List<ConsumedFile> of(Dataset<Row> files, Dataset<Row> decisions, Glob glob) {
    return decided(matching(files, glob), decisions)
        .orderBy("batch_id", "path")
        .collectAsList()
        .stream()
        .map(ConsumedFile::of)
        .toList();
  }

  static Dataset<Row> matching(Dataset<Row> files, Glob glob) {
    return files.filter(
        (FilterFunction<Row>) row -> glob.matches(row.getString(row.fieldIndex("path"))));
  }

  /** The ledger with {@code decision, decided_by, decided_because}. */
  static Dataset<Row> decided(Dataset<Row> files, Dataset<Row> decisions) {
    Dataset<Row> latest =
        DecisionsTable.latest(decisions)
            .select(
                functions.col("batch_id"),
                functions.col("path"),
                functions.col("decision"),
                functions.col("decided_by"),
                functions.col("reason").as("decided_because"));
    return files.join(latest, new String[] {"batch_id", "path"}, "left_outer");
  }

  static Column isRejected() {
    return functions.col("status").equalTo("rejected");
  }

  boolean is(DecisionKind kind) {
    return decision.equals(Optional.of(kind));
  }

  private static ConsumedFile of(Row row) {
    String decision = row.getAs("decision");
    return new ConsumedFile(
        row.getAs("batch_id"),
        new Delivery(
            row.getAs("path"),
            row.getAs("size"),
            row.<java.sql.Timestamp>getAs("modified_at").toInstant()),
        Optional.ofNullable(decision).map(DecisionKind::of));
  }
}
