package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records, judged. Both are plans over the same raw rows, not yet evaluated.
 *
 * @param candidates rows for the transformed table, each with {@link Columns#RECORD_ID} and {@link
 *     Columns#RECORD_TEXT}; not yet compared with each other
 * @param failed one row per record that failed: {@code file, record, reasons, event_date}
 */
public record Refined(Dataset<Row> candidates, Dataset<Row> failed) {

  /** Rows of the transformed table. */
  public Dataset<Row> passed() {
    return candidates.drop(Columns.RECORD_ID, Columns.RECORD_TEXT, Columns.BATCH);
  }

  /** How many source records passed, by file: {@code file, records}. */
  public Dataset<Row> passedRecords() {
    return candidates
        .groupBy(col(Columns.SOURCE_FILE).as("file"))
        .agg(countDistinct(col(Columns.RECORD_ID)).as("records"));
  }
}
