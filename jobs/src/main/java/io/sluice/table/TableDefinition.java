// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static io.sluice.spark.ScalaSeq.seq;

import io.sluice.problem.Outcome;
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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
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
        && partitions(transaction.snapshot()).equals(layout.partitionedBy())
        && JavaConverters.mapAsJavaMap(transaction.snapshot().metadata().configuration())
            .equals(layout.properties())) {
      return Optional.empty();
    }
    return Optional.of(of(transaction, layout));
  }

  /**
   * The layout of a table whose rows stay, once rows of another layout that fits it have come: its
   * own columns in their order, then the new ones.
   */
  static TableLayout extended(Snapshot table, TableLayout by) {
    StructType columns = table.schema();
    for (StructField added : Columns.added(columns, by.schema())) {
      columns = columns.add(added);
    }
    return new TableLayout(columns, by.partitionedBy(), by.ordered());
  }

  /** The definition that a layout gives a table, regardless of what that has now. */
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
    return differences(
        table, layout, Columns.differences(table.schema(), layout.schema(), "the table"));
  }

  private static List<String> differences(
      Snapshot table, TableLayout layout, List<String> ofColumns) {
    List<String> differences = new ArrayList<>(ofColumns);
    List<String> partitions = partitions(table);
    if (differences.isEmpty() && !partitions.equals(layout.partitionedBy())) {
      differences.add(
          "its folders are by %s, the table's by %s".formatted(layout.partitionedBy(), partitions));
    }
    return differences;
  }

  /** The columns whose values name the table's folders. */
  static List<String> partitions(Snapshot table) {
    return JavaConverters.seqAsJavaList(table.metadata().partitionColumns());
  }

  /** Ways in which rows of a layout don't fit beside the table's; new columns are none. */
  static List<String> misfits(Snapshot table, TableLayout layout) {
    List<String> columns = Columns.differencesButNew(table.schema(), layout.schema(), "the table");
    return differences(table, layout, columns).isEmpty() ? List.of() : differences(table, layout);
  }

  /**
   * @param nextStep the command that replaces the table and its columns
   * @throws Problem INVALID where rows of a layout don't fit beside the table's
   */
  static void requireFitting(String relation, Snapshot table, TableLayout layout, String nextStep) {
    List<String> misfits = misfits(table, layout);
    if (!misfits.isEmpty()) {
      throw new Problem(
          Outcome.INVALID,
          "Cannot publish to %s: the columns that the SQL gives differ from the table's (%s); replace the table and its columns, or change the SQL back"
              .formatted(relation, String.join(", ", misfits)),
          nextStep);
    }
  }
}
