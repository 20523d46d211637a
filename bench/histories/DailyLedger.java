package histories;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * Splits the ledger of one large batch into the files that as many small ones would have left: one
 * for each day, with the day for its batch.
 *
 * <pre>spark-submit --class histories.DailyLedger histories.jar LEDGER FIRST_DATE RUN_ID OUT</pre>
 *
 * Files are named by date. {@code RUN_ID} is a format, such as {@code day-%04d}. The file of a day
 * is written into {@code OUT/day=<day>}.
 */
public final class DailyLedger {
  private DailyLedger() {}

  public static void main(String[] args) {
    String ledger = args[0];
    String firstDate = args[1];
    String runId = args[2];
    String out = args[3];
    try (SparkSession spark =
        SparkSession.builder().config("spark.sql.session.timeZone", "UTC").getOrCreate()) {
      Column date = regexp_extract(col("path"), "\\d{4}-\\d\\d-\\d\\d", 0);
      spark
          .read()
          .format("delta")
          .load(ledger)
          .withColumn("day", datediff(date, lit(firstDate)).plus(1))
          .withColumn("batch_id", col("day").cast("bigint"))
          .withColumn("run_id", format_string(runId, col("day")))
          .withColumn("archived_path", format_string("archive/%06d/%s", col("day"), col("path")))
          .repartition(col("day"))
          .write()
          .partitionBy("day")
          .parquet(out);
    }
  }
}
