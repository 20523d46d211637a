// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import static io.sluice.relation.DecisionsTable.DECIDED_BY;
import static io.sluice.relation.DecisionsTable.DECISION;
import static io.sluice.relation.DecisionsTable.REASON;
import static io.sluice.relation.FilesTable.BATCH_ID;
import static io.sluice.relation.FilesTable.MODIFIED_AT;
import static io.sluice.relation.FilesTable.PATH;
import static io.sluice.relation.FilesTable.REJECTED;
import static io.sluice.relation.FilesTable.SIZE;
import static io.sluice.relation.FilesTable.STATUS;

import io.sluice.change.DecisionKind;
import io.sluice.intake.Delivery;
import io.sluice.relation.DecisionsTable;
import io.sluice.text.Glob;
import java.sql.Timestamp;
import java.time.Instant;
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
    return decided(matching(files, PATH, glob), decisions)
        .orderBy(BATCH_ID, PATH)
        .collectAsList()
        .stream()
        .map(ConsumedFile::of)
        .toList();
  }

  static Dataset<Row> matching(Dataset<Row> rows, String column, Glob glob) {
    return rows.filter(
        (FilterFunction<Row>) row -> glob.matches(row.getString(row.fieldIndex(column))));
  }

  /** The ledger with {@code decision, decided_by, decided_because}. */
  static Dataset<Row> decided(Dataset<Row> files, Dataset<Row> decisions) {
    Dataset<Row> latest =
        DecisionsTable.latest(decisions)
            .withColumnRenamed(REASON, "decided_because")
            .select(BATCH_ID, PATH, DECISION, DECIDED_BY, "decided_because");
    return files.join(latest, new String[] {BATCH_ID, PATH}, "left_outer");
  }

  static Column isRejected() {
    return functions.col(STATUS).equalTo(REJECTED);
  }

  boolean is(DecisionKind kind) {
    return decision.equals(Optional.of(kind));
  }

  private static ConsumedFile of(Row row) {
    Instant modifiedAt = row.<Timestamp>getAs(MODIFIED_AT).toInstant();
    Delivery delivery = new Delivery(row.getAs(PATH), row.getAs(SIZE), modifiedAt);
    Optional<String> decision = Optional.ofNullable(row.getAs(DECISION));
    return new ConsumedFile(row.getAs(BATCH_ID), delivery, decision.map(DecisionKind::of));
  }
}
