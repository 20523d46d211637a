// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.FILE;
import static io.sluice.record.EngineColumns.KEY_HASH;
import static io.sluice.record.EngineColumns.LANDED_AT;
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
import static io.sluice.refine.TypedRecords.RECORD;
import static io.sluice.spark.NamedColumns.named;
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
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.sluice.record.Reasons;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Validates records one by one, with every reason against each. */
record RecordExaminer(Transformation transformation) {
  private static final String DATE = "_date";
  private static final String UNDATED = "_undated";
  private static final String DATED = "_dated";

  /** {@link TypedRecords#RECORD} before failed records are typed once more. */
  private static final String NUMBER = "_number";

  /** {@link Transformation#HASH} before that. */
  private static final String HASHED = "_hashed";

  /** One record may explode to many rows, and each may fail. */
  private static final int MOST_ERRORS = 20;

  private static final List<String> IDENTITY = List.of(BATCH, RECORD_HASH, KEY_HASH);

  ValidatedRecords refine(Dataset<Row> raw, Instant publishedAt) {
    Transformation.Valued validated = transformation.validation(raw);
    return new ValidatedRecords(passed(validated, publishedAt), failed(validated));
  }

  private Dataset<Row> passed(Transformation.Valued validated, Instant publishedAt) {
    List<Column> carried = new ArrayList<>(List.of(col(FILE).as(ORIGIN), col(HASH)));
    carried.addAll(List.of(col(RECORD).as(RECORD_ID), text().as(RECORD_TEXT)));
    carried.addAll(TypedRecords.batch(validated.records()));
    Dataset<Row> passing = validated.records().where(validated.value());
    Dataset<Row> rows =
        transformation.rows(passing, carried, /* keepEmpty */ false, new QuickGuarding());
    Column isDated = transformation.isDated().and(not(col(FAILED)));
    if (!isOneToOne()) { // of a record of which one row can't be made, none is published
      rows = rows.withColumn(DATED, min(isDated).over(Window.partitionBy(RECORD_ID)));
      isDated = col(DATED);
    }
    List<Column> columns = new ArrayList<>();
    columns.addAll(List.of(named(List.of(transformation.columns()))));
    columns.add(col(ORIGIN).as(SOURCE_FILE));
    columns.addAll(transformation.engineColumns(publishedAt));
    columns.addAll(List.of(col(RECORD_ID), col(RECORD_TEXT)));
    columns.addAll(TypedRecords.batch(rows));
    return rows.where(isDated).select(columns.toArray(Column[]::new));
  }

  /**
   * Also what can't be used is transformed, as far as it goes: its event date says which day lacks
   * it. Reasons are worked out after the filter, for the few records that it leaves. Those are
   * typed once more: carried past the SQL, their typed values would be as many columns again.
   */
  private Dataset<Row> failed(Transformation.Valued validated) {
    Dataset<Row> rows =
        unusable(validated)
            .withColumn(
                RecordValidator.FIELD_REASONS,
                when(not(col(PASSES)), transformation.validator().fieldReasons()));
    Dataset<Row> typed = transformation.typed(transformation.typed().raw().unpacked(rows));
    Transformation.Valued reasoned = transformation.reasons(typed, reasons());
    Dataset<Row> failed = reasoned.records();
    List<Column> described = new ArrayList<>(List.of(col(NUMBER), col(FILE).as("file")));
    described.add(text().as("record"));
    described.addAll(List.of(reasoned.value().as("reasons"), col(DATE).as("event_date")));
    TypedRecords.batch(failed)
        .forEach(
            batch -> described.addAll(List.of(batch, col(HASHED).as(RECORD_HASH), col(KEY_HASH))));
    Dataset<Row> one = failed.select(described.toArray(Column[]::new));
    return isOneToOne() ? one.drop(NUMBER) : onePerRecord(one);
  }

  /** Records that don't pass, or can't be transformed, as bytes beside what is known of them. */
  private Dataset<Row> unusable(Transformation.Valued validated) {
    List<Column> carried = new ArrayList<>(List.of(col(TypedRecords.RAW), col(UNFIT)));
    carried.addAll(List.of(col(FILE).as(ORIGIN), col(LANDED_AT).as(LANDED)));
    carried.add(validated.value().as(PASSES));
    carried.addAll(List.of(col(RECORD), col(HASH)));
    carried.addAll(TypedRecords.batch(validated.records()));
    Dataset<Row> transformed =
        transformation.rows(
            validated.records(), carried, /* keepEmpty */ true, new ThoroughGuarding());
    List<Column> kept = new ArrayList<>(List.of(col(TypedRecords.RAW), col(UNFIT)));
    kept.addAll(List.of(col(ORIGIN).as(FILE), col(LANDED).as(LANDED_AT)));
    kept.addAll(List.of(col(PASSES), col(RECORD).as(NUMBER)));
    kept.add(when(transformation.isDated(), transformation.eventDate()).as(DATE));
    kept.add(array_compact(col(ERRORS)).as(ERRORS));
    kept.addAll(identity(transformed));
    Dataset<Row> rows = transformed.select(kept.toArray(Column[]::new));
    Column isUndated = col(DATE).isNull();
    Column errors = col(ERRORS);
    if (!isOneToOne()) { // of a record of which one row can't be made, none is published
      WindowSpec rowsOfRecord = Window.partitionBy(NUMBER);
      isUndated = max(isUndated).over(rowsOfRecord);
      errors = array_distinct(flatten(collect_list(errors).over(rowsOfRecord)));
    }
    return rows.withColumn(UNDATED, isUndated)
        .withColumn(ERRORS, slice(errors, 1, MOST_ERRORS))
        .where(not(col(PASSES)).or(col(UNDATED)).or(size(col(ERRORS)).gt(0)))
        .drop(UNDATED);
  }

  private static Dataset<Row> onePerRecord(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>(List.of(first("record").as("record")));
    columns.add(first("reasons").as("reasons"));
    columns.add(first("event_date", /* ignoreNulls */ true).as("event_date"));
    IDENTITY.stream()
        .filter(List.of(rows.columns())::contains)
        .forEach(name -> columns.add(first(name).as(name)));
    return rows.groupBy(NUMBER)
        .agg(first("file").as("file"), columns.toArray(Column[]::new))
        .drop(NUMBER);
  }

  /** Columns that identify a record, where records come from several batches. */
  private List<Column> identity(Dataset<Row> transformed) {
    Column keyHash = transformation.keyHash().as(KEY_HASH);
    return TypedRecords.batch(transformed).isEmpty()
        ? List.of()
        : List.of(col(BATCH), col(HASH).as(HASHED), keyHash);
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
