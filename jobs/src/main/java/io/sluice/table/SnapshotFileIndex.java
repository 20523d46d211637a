// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static io.sluice.spark.ScalaSeq.seq;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InterpretedMutableProjection;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.files.TahoeBatchFileIndex;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The files of a version, for Spark to choose from: those of the partitions that a query wants.
 * Delta's own index of known files plans a query over their list to choose, which takes a second in
 * a new process.
 */
final class SnapshotFileIndex extends TahoeBatchFileIndex {
  SnapshotFileIndex(SparkSession spark, Snapshot snapshot, List<AddFile> files) {
    super(
        spark,
        "batch",
        seq(files),
        snapshot.deltaLog(),
        snapshot.deltaLog().dataPath(),
        snapshot,
        false /* no filters on generated columns */);
  }

  @Override
  public Seq<AddFile> matchingFiles(Seq<Expression> onPartitions, Seq<Expression> onRows) {
    return JavaConverters.seqAsJavaList(onPartitions).stream()
        .reduce(And::new)
        .map(this::matching)
        .orElseGet(this::addFiles);
  }

  private Seq<AddFile> matching(Expression condition) {
    InterpretedMutableProjection wanted =
        new InterpretedMutableProjection(seq(List.of(condition)), seq(columns(condition)));
    Map<scala.collection.immutable.Map<String, String>, Boolean> partitions = new HashMap<>();
    return seq(
        JavaConverters.seqAsJavaList(addFiles()).stream()
            .filter(
                file ->
                    partitions.computeIfAbsent(
                        file.partitionValues(),
                        values -> holds(wanted.apply(getPartitionValuesRow(values)))))
            .toList());
  }

  private static boolean holds(InternalRow result) {
    return !result.isNullAt(0) && result.getBoolean(0);
  }

  /** The partition columns, as a condition on them means them. */
  private List<Attribute> columns(Expression condition) {
    List<Attribute> used = JavaConverters.seqAsJavaList(condition.references().toSeq());
    return Stream.of(partitionSchema().fields()).map(field -> column(field, used)).toList();
  }

  private static Attribute column(StructField field, List<Attribute> used) {
    return used.stream()
        .filter(attribute -> attribute.name().equalsIgnoreCase(field.name()))
        .findFirst()
        .orElseGet(
            () ->
                new AttributeReference(
                    field.name(),
                    field.dataType(),
                    true /* nullable */,
                    Metadata.empty(),
                    NamedExpression.newExprId(),
                    seq(List.of()) /* of no relation */));
  }
}
