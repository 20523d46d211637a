// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Few rows that are computed by threads of their own, while others are planned: a plan takes the
 * driver about as long as such a job takes the task.
 */
public final class RowsAhead implements AutoCloseable {
  private static final int THREADS = 2;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, RowsAhead::thread);

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "rows-ahead");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to compute a query's rows.
   *
   * @return waits for them; throws what the query has thrown, a checked exception as a cause
   */
  public Supplier<DriverRows> of(Dataset<Row> query) {
    Future<DriverRows> rows =
        threads.submit(
            () -> {
              SparkSession.setActiveSession(query.sparkSession());
              return DriverRows.of(query);
            });
    return () -> made(rows);
  }

  private static DriverRows made(Future<DriverRows> rows) {
    try {
      return rows.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Gives up what is not made yet. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
