package floor;

import org.apache.spark.sql.SparkSession;

/**
 * The floor that a run without work is compared with: a process that starts a Spark session and
 * stops it.
 *
 * <pre>spark-submit --class floor.StartStop floor.jar</pre>
 */
public final class StartStop {
  private StartStop() {}

  public static void main(String[] args) {
    SparkSession.builder().getOrCreate().stop();
  }
}
