package io.sluice.refine;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records, judged one by one and then compared by key with each other and with the table: what
 * becomes of each.
 */
public final class Compared {
  private final Twins twins;
  private final Dataset<Row> rows;
  private final Dataset<Row> failed;

  /**
   * @param rows the candidates with their {@link Twins#FATE}
   * @param failed {@code file, record, reasons, event_date} of the records that had no chance
   */
  Compared(Twins twins, Dataset<Row> rows, Dataset<Row> failed) {
    this.twins = twins;
    this.rows = rows;
    this.failed = failed;
  }

  /** Every candidate with its {@link Twins#FATE}. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** The rows of the transformed table that are published. */
  public Dataset<Row> publishable() {
    return rows(Fate.PUBLISH)
        .drop(Columns.RECORD_ID, Columns.RECORD_TEXT, Columns.BATCH, Twins.FATE);
  }

  /**
   * {@code file, record, reasons, event_date} of each record that is quarantined, with {@link
   * Columns#BATCH} where they come from several.
   */
  public Dataset<Row> quarantined() {
    return failed
        .drop(Columns.RECORD_HASH, Columns.KEY_HASH)
        .unionByName(twins.conflicts(rows(Fate.CONFLICT)));
  }

  private Dataset<Row> rows(Fate fate) {
    return rows.where(col(Twins.FATE).equalTo(fate.name()));
  }
}
