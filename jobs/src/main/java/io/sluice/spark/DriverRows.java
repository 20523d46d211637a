// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.ResolveTimeZone$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.physical.SinglePartition$;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A few rows in the driver's memory. Expressions over them are evaluated there, without a plan and
 * without a job: for so few rows these are what takes time.
 *
 * @param rows in the form that Spark gives them
 */
public record DriverRows(StructType schema, List<InternalRow> rows) {
  public DriverRows {
    rows = List.copyOf(rows);
  }

  /** Evaluates a query and keeps its result. Its tasks have the session's settings. */
  public static DriverRows of(Dataset<Row> query) {
    InternalRow[] rows =
        SQLExecution.withSQLConfPropagated(
            query.sparkSession(), () -> query.queryExecution().executedPlan().executeCollect());
    return new DriverRows(query.schema(), Arrays.asList(rows));
  }

  /** Rows of text columns, null where there is no value. */
  public static DriverRows ofTexts(List<String> names, List<List<String>> rows) {
    StructType schema = new StructType();
    for (String name : names) {
      schema = schema.add(name, DataTypes.StringType);
    }
    return new DriverRows(
        schema,
        rows.stream()
            .<InternalRow>map(
                row -> new GenericInternalRow(row.stream().map(UTF8String::fromString).toArray()))
            .toList());
  }

  /** A column, for expressions that {@link #select} takes. */
  public Column column(String name) {
    int ordinal = schema.fieldIndex(name);
    StructField field = schema.fields()[ordinal];
    return new Column(new BoundReference(ordinal, field.dataType(), field.nullable()));
  }

  /**
   * Expressions over each row.
   *
   * @param names of the columns that they become
   * @param columns whose types need no coercion, made of {@link #column} and literals
   */
  public DriverRows select(List<String> names, List<Column> columns) {
    List<Expression> expressions =
        columns.stream()
            .map(column -> ResolveTimeZone$.MODULE$.resolveTimeZones(column.expr()))
            .toList();
    StructType selected = new StructType();
    for (int i = 0; i < names.size(); i++) {
      selected = selected.add(names.get(i), expressions.get(i).dataType(), true /* nullable */);
    }
    List<InternalRow> evaluated = new ArrayList<>();
    for (InternalRow row : rows) {
      evaluated.add(
          new GenericInternalRow(expressions.stream().map(each -> each.eval(row)).toArray()));
    }
    return new DriverRows(selected, evaluated);
  }

  /** The rows that have a value in a column of type BIGINT, without that column. */
  public DriverRows where(String column, long value) {
    int ordinal = schema.fieldIndex(column);
    DriverRows found =
        new DriverRows(schema, rows.stream().filter(row -> row.getLong(ordinal) == value).toList());
    List<String> others =
        Arrays.stream(schema.fieldNames()).filter(name -> !name.equals(column)).toList();
    return found.select(others, others.stream().map(this::column).toList());
  }

  /**
   * These rows and others.
   *
   * @param more have the same columns, in any order
   */
  public DriverRows and(DriverRows more) {
    List<String> names = List.of(schema.fieldNames());
    List<InternalRow> both = new ArrayList<>(rows);
    both.addAll(more.select(names, names.stream().map(more::column).toList()).rows());
    return new DriverRows(schema, both);
  }

  /** Hash of the values and types of some columns, in the rows' order. */
  public String hash(List<String> columns) {
    DriverRows wanted = select(columns, columns.stream().map(this::column).toList());
    UnsafeProjection bytes = UnsafeProjection.create(wanted.schema());
    MessageDigest hash = DigestUtils.getSha256Digest();
    hash.update(wanted.schema().json().getBytes(StandardCharsets.UTF_8));
    wanted.rows().forEach(row -> hash.update(bytes.apply(row).getBytes()));
    return Hex.encodeHexString(hash.digest());
  }

  /**
   * The rows as a relation that queries can read. The optimizer evaluates what it can over it, and
   * fits types and conditions to its values.
   */
  public Dataset<Row> relation(SparkSession spark) {
    return Dataset.ofRows(
        spark, new LocalRelation(attributes(), ScalaSeq.seq(rows), false /* no stream */));
  }

  /**
   * The rows as a table is to queries: the optimizer knows nothing of them but the columns. The
   * planner knows that they are one partition, which need not be shuffled.
   */
  public Dataset<Row> table(SparkSession spark) {
    JavaSparkContext tasks = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return Dataset.ofRows(
        spark,
        new LogicalRDD(
            attributes(),
            tasks.parallelize(rows, 1 /* partition */).rdd(),
            SinglePartition$.MODULE$,
            ScalaSeq.seq(List.of()),
            false /* no stream */,
            spark,
            Option.empty(),
            Option.empty()));
  }

  private Seq<Attribute> attributes() {
    return ScalaSeq.seq(
        List.copyOf(JavaConverters.seqAsJavaList(DataTypeUtils.toAttributes(schema))));
  }
}
