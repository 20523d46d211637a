// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static io.sluice.spark.ScalaSeq.seq;

import io.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.OptimisticTransaction;
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
        && JavaConverters.mapAsJavaMap(transaction.snapshot().metadata().configuration())
            .equals(layout.properties())) {
      return Optional.empty();
    }
    scala.collection.immutable.Map<String, String> properties =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (var property : layout.properties().entrySet()) {
      properties = properties.updated(property.getKey(), property.getValue());
    }
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
    return Optional.of(transaction.metadata());
  }

  /**
   * @throws Problem INVALID where rows don't have the table's columns
   */
  static void requireSame(String relation, StructType table, StructType rows) {
    List<String> differences = new ArrayList<>();
    for (StructField field : table.fields()) {
      if (!List.of(rows.fieldNames()).contains(field.name())) {
        differences.add(field.name() + " is missing");
      } else if (!rows.apply(field.name()).dataType().equals(field.dataType())) {
        differences.add(
            "%s is %s, the table has %s"
                .formatted(
                    field.name(),
                    rows.apply(field.name()).dataType().sql(),
                    field.dataType().sql()));
      }
    }
    Stream.of(rows.fieldNames())
        .filter(name -> !List.of(table.fieldNames()).contains(name))
        .forEach(name -> differences.add(name + " is not in the table"));
    if (!differences.isEmpty()) {
      throw Problem.invalid(
          "Cannot publish to %s: the columns that the SQL gives differ from the table's (%s); change the SQL back, or land the files in a pipeline of another name"
              .formatted(relation, String.join(", ", differences)));
    }
  }
}
