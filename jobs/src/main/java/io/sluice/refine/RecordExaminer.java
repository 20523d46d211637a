// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.FILE;
import static io.sluice.record.EngineColumns.KEY_HASH;
import static io.sluice.record.EngineColumns.LANDED_AT;
import static io.sluice.record.EngineColumns.LINE;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.record.EngineColumns.UNFIT;
import static io.sluice.refine.QuickGuarding.FAILED;
import static io.sluice.refine.ThoroughGuarding.ERRORS;
import static io.sluice.refine.Transformation.HASH;
import static io.sluice.refine.Transformation.LANDED;
import static io.sluice.refine.Transformation.ORIGIN;
import static io.sluice.refine.Transformation.PASSES;
import static io.sluice.refine.TypedRecords.named;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.sluice.record.Reasons;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructField;

/** Validates records one by one, with every reason against each. */
record RecordExaminer(Transformation transformation) {
  private static final String RECORD = "_record";
  private static final String DATE = "_date";
  private static final String UNDATED = "_undated";
  private static final String DATED = "_dated";

  /** One record may explode to many rows, and each may fail. */
  private static final int MOST_ERRORS = 20;

  private static final List<String> IDENTITY = List.of(BATCH, RECORD_HASH, KEY_HASH);

  ValidatedRecords refine(Dataset<Row> raw, Instant publishedAt) {
    Dataset<Row> validated =
        transformation.validated(raw).withColumn(RECORD, monotonically_increasing_id());
    return new ValidatedRecords(passed(validated, publishedAt), failed(validated));
  }

  private Dataset<Row> passed(Dataset<Row> validated, Instant publishedAt) {
    List<Column> carried = new ArrayList<>(List.of(col(FILE).as(ORIGIN), col(HASH)));
    carried.addAll(List.of(col(RECORD).as(RECORD_ID), text().as(RECORD_TEXT)));
    carried.addAll(TypedRecords.batch(validated));
    Column isDated = transformation.isDated().and(not(col(FAILED)));
    Column areDated = isOneToOne() ? isDated : min(isDated).over(Window.partitionBy(RECORD_ID));
    Dataset<Row> rows =
        transformation
            .rows(validated.where(col(PASSES)), carried, /* keepEmpty */ false, new QuickGuarding())
            .withColumn(DATED, areDated)
            .where(col(DATED));
    List<Column> columns = new ArrayList<>();
    Arrays.stream(transformation.columns()).map(TypedRecords::named).forEach(columns::add);
    columns.add(col(ORIGIN).as(SOURCE_FILE));
    columns.addAll(transformation.engineColumns(publishedAt));
    columns.addAll(List.of(col(RECORD_ID), col(RECORD_TEXT)));
    columns.addAll(TypedRecords.batch(rows));
    return rows.select(columns.toArray(Column[]::new));
  }

  /**
   * Also what can't be used is transformed, as far as it goes: its event date says which day lacks
   * it. Reasons are worked out after the filter, for the few records that it leaves.
   */
  private Dataset<Row> failed(Dataset<Row> validated) {
    List<Column> carried = new ArrayList<>(List.of(col(TypedRecords.RAW)));
    carriedNames().forEach((name, carriedAs) -> carried.add(named(name).as(carriedAs)));
    TypedRecords.batch(validated).forEach(batch -> carried.addAll(List.of(batch, col(HASH))));
    Dataset<Row> transformedToo =
        transformation
            .rows(validated, carried, /* keepEmpty */ true, new ThoroughGuarding())
            .withColumn(DATE, when(transformation.isDated(), transformation.eventDate()))
            .withColumn(ERRORS, array_compact(col(ERRORS)));
    Column isUndated = col(DATE).isNull();
    Column errors = col(ERRORS);
    if (!isOneToOne()) { // of a record of which one row can't be made, none is published
      WindowSpec rowsOfRecord = Window.partitionBy(RECORD);
      isUndated = max(isUndated).over(rowsOfRecord);
      errors = array_distinct(flatten(collect_list(errors).over(rowsOfRecord)));
    }
    transformedToo =
        transformedToo
            .withColumn(UNDATED, isUndated)
            .withColumn(ERRORS, slice(errors, 1, MOST_ERRORS));
    List<Column> restored = new ArrayList<>(List.of(col(TypedRecords.RAW)));
    carriedNames().forEach((name, carriedAs) -> restored.add(named(carriedAs).as(name)));
    restored.addAll(List.of(col(DATE), col(ERRORS)));
    List<Column> identity = identity(transformedToo);
    restored.addAll(identity);
    Dataset<Row> failed =
        transformedToo
            .where(not(col(PASSES)).or(col(UNDATED)).or(size(col(ERRORS)).gt(0)))
            .select(restored.toArray(Column[]::new))
            .alias(Transformation.SOURCE)
            .withColumn(
                RecordValidator.FIELD_REASONS,
                when(
                    col(LINE).isNull().and(not(col(PASSES))),
                    transformation.validator().fieldReasons()));
    failed = transformation.withReasons(failed, reasons());
    List<Column> described = new ArrayList<>(List.of(col(RECORD), col(FILE).as("file")));
    described.add(text().as("record"));
    described.addAll(List.of(col("reasons"), col(DATE).as("event_date")));
    IDENTITY.stream().filter(name -> !identity.isEmpty()).forEach(name -> described.add(col(name)));
    Dataset<Row> rows = failed.select(described.toArray(Column[]::new));
    return isOneToOne() ? rows.drop(RECORD) : onePerRecord(rows);
  }

  /** The columns of typed records that reasons need, each with its name past the SQL. */
  private Map<String, String> carriedNames() {
    Map<String, String> names = new LinkedHashMap<>();
    for (StructField field : transformation.typed().fields()) {
      names.put(field.name(), "_value_" + field.name());
    }
    List.of(LINE, UNFIT, PASSES, RECORD).forEach(name -> names.put(name, name));
    names.put(FILE, ORIGIN);
    names.put(LANDED_AT, LANDED);
    return names;
  }

  private static Dataset<Row> onePerRecord(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>(List.of(first("record").as("record")));
    columns.add(first("reasons").as("reasons"));
    columns.add(first("event_date", /* ignoreNulls */ true).as("event_date"));
    IDENTITY.stream()
        .filter(List.of(rows.columns())::contains)
        .forEach(name -> columns.add(first(name).as(name)));
    return rows.groupBy(RECORD)
        .agg(first("file").as("file"), columns.toArray(Column[]::new))
        .drop(RECORD);
  }

  /** Columns that identify a record, where records come from several batches. */
  private List<Column> identity(Dataset<Row> transformed) {
    Column keyHash = transformation.keyHash().as(KEY_HASH);
    return TypedRecords.batch(transformed).isEmpty()
        ? List.of()
        : List.of(col(BATCH), col(HASH).as(RECORD_HASH), keyHash);
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
    return when(not(col(PASSES)), transformation.validator().reasons())
        .when(
            size(col(ERRORS)).gt(0),
            transform(col(ERRORS), error -> Reasons.reason(RecordValidator.SQL_ERROR, error)))
        .otherwise(array(undated));
  }

  private Column text() {
    return transformation.typed().text();
  }

  private boolean isOneToOne() {
    return transformation.isOneToOne();
  }
}
