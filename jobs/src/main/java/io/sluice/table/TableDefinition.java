// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static io.sluice.spark.ScalaSeq.seq;

import io.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import scala.Option;
import scala.collection.JavaConverters;

/** A table's columns, partitions and properties: what Delta calls its metadata. */
final class TableDefinition {
  private TableDefinition() {}

  /**
   * Gives a table the definition that a layout says.
   *
   * @return the action to be committed, where the layout makes the table or gives it another
   *     definition
   */
  static Optional<Action> given(OptimisticTransaction transaction, TableLayout layout) {
    boolean exists = transaction.readVersion() >= 0;
    if (exists
        && transaction.snapshot().schema().equals(layout.schema())
        && JavaConverters.mapAsJavaMap(transaction.snapshot().metadata().configuration())
            .equals(layout.properties())) {
      return Optional.empty();
    }
    return Optional.of(of(transaction, layout));
  }

  /** The definition that a layout gives a table, whatever that has now. */
  static Metadata of(OptimisticTransaction transaction, TableLayout layout) {
    scala.collection.immutable.Map<String, String> properties =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (var property : layout.properties().entrySet()) {
      properties = properties.updated(property.getKey(), property.getValue());
    }
    boolean exists = transaction.readVersion() >= 0;
    Metadata metadata =
        new Metadata(
            exists ? transaction.snapshot().metadata().id() : UUID.randomUUID().toString(),
            null /* name */,
            null /* description */,
            new Format("parquet", scala.collection.immutable.Map$.MODULE$.empty()),
            layout.schema().json(),
            seq(layout.partitionedBy()),
            properties,
            Option.apply(System.currentTimeMillis()));
    if (exists) {
      transaction.updateMetadataForTableOverwrite(metadata);
    } else {
      transaction.updateMetadataForNewTable(metadata);
    }
    return transaction.metadata();
  }

  /** Ways in which a layout differs from the columns and partitions that a table has. */
  static List<String> differences(Snapshot table, TableLayout layout) {
    List<String> differences =
        new ArrayList<>(Columns.differences(table.schema(), layout.schema(), "the table"));
    List<String> partitions = JavaConverters.seqAsJavaList(table.metadata().partitionColumns());
    if (differences.isEmpty() && !partitions.equals(layout.partitionedBy())) {
      differences.add(
          "its folders are by %s, the table's by %s".formatted(layout.partitionedBy(), partitions));
    }
    return differences;
  }

  /**
   * @throws Problem INVALID where a layout doesn't have the table's columns
   */
  static void requireSame(String relation, Snapshot table, TableLayout layout) {
    List<String> differences = differences(table, layout);
    if (!differences.isEmpty()) {
      throw Problem.invalid(
          "Cannot publish to %s: the columns that the SQL gives differ from the table's (%s); change the SQL back, or land the files in a pipeline of another name"
              .formatted(relation, String.join(", ", differences)));
    }
  }
}
