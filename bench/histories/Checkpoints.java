package histories;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/**
 * Lets Delta write the checkpoints that it writes by itself every so many versions, for tables whose
 * commits were made without it: the last one of each table.
 *
 * <pre>spark-submit --class histories.Checkpoints histories.jar TABLE …</pre>
 */
public final class Checkpoints {
  private Checkpoints() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      for (String table : List.of(args)) {
        DeltaLog log = DeltaLog.forTable(spark, table);
        int interval = log.checkpointInterval(log.unsafeVolatileMetadata());
        long last = log.unsafeVolatileSnapshot().version() / interval * interval;
        if (last > 0) {
          log.createCheckpointAtVersion(last);
        }
      }
    }
  }
}
