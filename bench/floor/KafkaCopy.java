package floor;

import org.apache.spark.sql.SparkSession;

/**
 * Writes all messages of a topic as Parquet files, as Spark does it by itself.
 *
 * <pre>spark-submit --class floor.KafkaCopy floor.jar SERVERS TOPIC PARQUET</pre>
 */
public final class KafkaCopy {
  private KafkaCopy() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      spark
          .read()
          .format("kafka")
          .option("kafka.bootstrap.servers", args[0])
          .option("subscribe", args[1])
          .option("startingOffsets", "earliest")
          .option("includeHeaders", "true")
          .load()
          .select("value", "key", "headers", "timestamp", "topic", "partition", "offset")
          .write()
          .parquet(args[2]);
    }
  }
}
