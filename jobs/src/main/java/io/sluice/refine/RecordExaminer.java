// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.refine.Transformation.HASH;
import static io.sluice.refine.Transformation.LANDED;
import static io.sluice.refine.Transformation.ORIGIN;
import static io.sluice.refine.Transformation.PASSES;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.sluice.record.EngineColumns;
import io.sluice.record.Reasons;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructField;

/** Validates records one by one, with every reason against each. */
final class RecordExaminer {
  private static final String RECORD = "_record";
  private static final String DATE = "_date";
  private static final String UNDATED = "_undated";
  private static final String DATED = "_dated";
  private static final List<String> IDENTITY =
      List.of(EngineColumns.BATCH, EngineColumns.RECORD_HASH, EngineColumns.KEY_HASH);

  private final Transformation transformation;
  private final StructField[] fields;

  RecordExaminer(Transformation transformation) {
    this.transformation = transformation;
    this.fields = transformation.pipeline().source().schema().fields();
  }

  ValidatedRecords refine(Dataset<Row> raw, Instant publishedAt) {
    Dataset<Row> validated =
        transformation.validated(raw).withColumn(RECORD, monotonically_increasing_id());
    return new ValidatedRecords(passed(validated, publishedAt), failed(validated));
  }

  private Dataset<Row> passed(Dataset<Row> validated, Instant publishedAt) {
    List<Column> carried =
        new ArrayList<>(
            List.of(
                col(EngineColumns.FILE).as(ORIGIN),
                col(HASH),
                col(RECORD).as(EngineColumns.RECORD_ID),
                record().as(EngineColumns.RECORD_TEXT)));
    TypedRecords.batch(validated).ifPresent(carried::add);
    Column isDated = transformation.isDated();
    Column areDated =
        isOneToOne() ? isDated : min(isDated).over(Window.partitionBy(EngineColumns.RECORD_ID));
    Dataset<Row> rows =
        transformation
            .rows(validated.where(col(PASSES)), carried, /* keepEmpty */ false)
            .withColumn(DATED, areDated)
            .where(col(DATED));
    List<Column> columns = new ArrayList<>();
    for (String name : transformation.columns()) {
      columns.add(col("`" + name + "`"));
    }
    columns.add(col(ORIGIN).as(EngineColumns.SOURCE_FILE));
    columns.addAll(transformation.engineColumns(publishedAt));
    columns.add(col(EngineColumns.RECORD_ID));
    columns.add(col(EngineColumns.RECORD_TEXT));
    TypedRecords.batch(rows).ifPresent(columns::add);
    return rows.select(columns.toArray(Column[]::new));
  }

  /**
   * Also what can't be used is transformed, as far as it goes: its event date says which day lacks
   * it. Reasons are worked out after the filter, for the few records that it leaves.
   */
  private Dataset<Row> failed(Dataset<Row> validated) {
    List<Column> carried = new ArrayList<>(transformation.typed().raw());
    carriedNames().forEach((name, carriedAs) -> carried.add(col("`" + name + "`").as(carriedAs)));
    TypedRecords.batch(validated).ifPresent(batch -> carried.addAll(List.of(batch, col(HASH))));
    Dataset<Row> transformedToo =
        transformation
            .rows(validated, carried, /* keepEmpty */ true)
            .withColumn(DATE, when(transformation.isDated(), transformation.eventDate()));
    // Of a record that lacks one of its dates no row is published.
    Column isUndated = col(DATE).isNull();
    transformedToo =
        transformedToo.withColumn(
            UNDATED, isOneToOne() ? isUndated : max(isUndated).over(Window.partitionBy(RECORD)));
    List<Column> restored = new ArrayList<>(transformation.typed().raw());
    carriedNames().forEach((name, carriedAs) -> restored.add(col("`" + carriedAs + "`").as(name)));
    restored.add(col(DATE));
    List<Column> identity = identity(transformedToo);
    restored.addAll(identity);
    Dataset<Row> failed =
        transformedToo
            .where(not(col(PASSES)).or(col(UNDATED)))
            .select(restored.toArray(Column[]::new))
            .alias(Transformation.SOURCE)
            .withColumn("reasons", reasons());
    List<Column> described =
        new ArrayList<>(
            List.of(
                col(RECORD),
                col(EngineColumns.FILE).as("file"),
                record().as("record"),
                col("reasons"),
                col(DATE).as("event_date")));
    IDENTITY.stream().filter(name -> !identity.isEmpty()).forEach(name -> described.add(col(name)));
    Dataset<Row> rows = failed.select(described.toArray(Column[]::new));
    return isOneToOne() ? rows.drop(RECORD) : onePerRecord(rows);
  }

  /** The columns of typed records that reasons need, each with its name past the SQL. */
  private Map<String, String> carriedNames() {
    Map<String, String> names = new LinkedHashMap<>();
    for (StructField field : fields) {
      names.put(field.name(), "_value_" + field.name());
    }
    List.of(EngineColumns.LINE, EngineColumns.UNFIT, PASSES, RECORD)
        .forEach(name -> names.put(name, name));
    names.put(EngineColumns.FILE, ORIGIN);
    names.put(EngineColumns.LANDED_AT, LANDED);
    return names;
  }

  private static Dataset<Row> onePerRecord(Dataset<Row> rows) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                first("record").as("record"),
                first("reasons").as("reasons"),
                first("event_date", /* ignoreNulls */ true).as("event_date")));
    IDENTITY.stream()
        .filter(List.of(rows.columns())::contains)
        .forEach(name -> columns.add(first(name).as(name)));
    return rows.groupBy(RECORD)
        .agg(first("file").as("file"), columns.toArray(Column[]::new))
        .drop(RECORD);
  }

  /** Columns that identify a record, where records come from several batches. */
  private List<Column> identity(Dataset<Row> transformed) {
    return TypedRecords.batch(transformed)
        .map(
            batch ->
                List.of(
                    batch,
                    col(HASH).as(EngineColumns.RECORD_HASH),
                    transformation.keyHash().as(EngineColumns.KEY_HASH)))
        .orElse(List.of());
  }

  private Column reasons() {
    String eventDate = transformation.pipeline().eventDate();
    Column undated =
        Reasons.reason(
            eventDate + "_range",
            eventDate,
            lit(
                "%s can't be computed, or is not between %s and %s"
                    .formatted(eventDate, Transformation.FIRST_DATE, Transformation.LAST_DATE)));
    return when(not(col(PASSES)), transformation.validator().reasons()).otherwise(array(undated));
  }

  /** The raw record: its line where that has another number of values, else its values as JSON. */
  private Column record() {
    List<Column> texts = new ArrayList<>();
    for (StructField field : fields) {
      texts.add(transformation.typed().text(field).as(field.name()));
    }
    return coalesce(
        col(EngineColumns.LINE),
        to_json(struct(texts.toArray(Column[]::new)), Map.of("ignoreNullFields", "false")));
  }

  private boolean isOneToOne() {
    return transformation.isOneToOne();
  }
}
