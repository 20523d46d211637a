package io.sluice.refine;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A batch's records, judged. Both are plans over the same raw rows, not yet evaluated.
 *
 * @param passed rows of the transformed table
 * @param failed one row per record that failed: {@code file, record, reasons, event_date}
 * @param passedRecords {@code file, records}: how many source records passed, by file; needed only
 *     where a record may give several rows
 */
public record Refined(Dataset<Row> passed, Dataset<Row> failed, Dataset<Row> passedRecords) {}
