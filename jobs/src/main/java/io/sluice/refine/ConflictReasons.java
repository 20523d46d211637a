// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.when;

import io.sluice.pipeline.Pipeline;
import io.sluice.record.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reasons of records that share their key with another one and differ from it.
 *
 * @param oneToOne whether each record gives exactly one row
 * @param isPersonal whether a column of the transformed table must not show
 */
record ConflictReasons(Pipeline pipeline, boolean oneToOne, Predicate<String> isPersonal) {
  /**
   * Describes records with a conflict for quarantine: {@code file, record, reasons, event_date}.
   *
   * @param rows conflicts, all rows of a record
   */
  Dataset<Row> of(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>(List.of(col(RECORD_ID), col(SOURCE_FILE).as("file")));
    columns.add(col(RECORD_TEXT).as("record"));
    columns.add(array(reason()).as("reasons"));
    columns.add(col(Deduplicator.FIRST_FILE).isNull().as(Deduplicator.FIRST_FILE));
    columns.add(named(pipeline.eventDate()).as("event_date"));
    columns.addAll(TypedRecords.batch(rows));
    Dataset<Row> described = rows.select(columns.toArray(Column[]::new));
    if (oneToOne) {
      return described.drop(RECORD_ID, Deduplicator.FIRST_FILE);
    }
    List<Column> firsts = new ArrayList<>(List.of(first("record").as("record")));
    // Of a record's rows, one that another came before says why.
    firsts.add(min_by(col("reasons"), col(Deduplicator.FIRST_FILE)).as("reasons"));
    firsts.add(min("event_date").as("event_date"));
    TypedRecords.batch(described).forEach(batch -> firsts.add(first(batch).as(BATCH)));
    return described
        .groupBy(RECORD_ID)
        .agg(first("file").as("file"), firsts.toArray(Column[]::new))
        .drop(RECORD_ID);
  }

  private Column reason() {
    List<Column> values = new ArrayList<>();
    for (String key : pipeline.key()) {
      Column text = named(key).cast("string");
      values.add(FaultMessages.value(key, isPersonal.test(key), text));
    }
    return Reasons.reason(
        lit("conflicting_duplicate"),
        lit(pipeline.key().size() == 1 ? pipeline.key().get(0) : null).cast("string"),
        concat(
            lit("another record came first with "),
            concat_ws(", ", values.toArray(Column[]::new)),
            lit(" on "),
            named(pipeline.eventDate()).cast("string"),
            coalesce(
                concat(lit(", in "), col(Deduplicator.FIRST_FILE), lit("; "), differing()),
                lit(""))));
  }

  private static Column differing() {
    return when(
            col(Deduplicator.DIFFERING).equalTo(""),
            "they differ in columns of the source that the table doesn't have")
        .otherwise(concat(lit("they differ in "), col(Deduplicator.DIFFERING)));
  }
}
