// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lines in pieces, partition by partition. Spark's tasks make the next ones while the database
 * takes in those before, so that neither waits for the other; no more than a few partitions are in
 * the driver at a time.
 */
final class CopyPieces implements Iterator<byte[]>, AutoCloseable {
  private static final int AHEAD = 2;

  private final JavaRDD<byte[]> pieces;
  private final ExecutorService threads = Executors.newFixedThreadPool(AHEAD);
  private final Queue<Future<List<byte[]>>> ahead = new ArrayDeque<>();
  private int next;
  private Iterator<byte[]> current = List.<byte[]>of().iterator();

  CopyPieces(Dataset<Row> rows) {
    pieces = CopyLines.of(rows);
    for (int i = 0; i < AHEAD; i++) {
      begin();
    }
  }

  private void begin() {
    if (next < pieces.getNumPartitions()) {
      int partition = next++;
      ahead.add(threads.submit(() -> pieces.collectPartitions(new int[] {partition})[0]));
    }
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && !ahead.isEmpty()) {
      Future<List<byte[]>> made = ahead.remove();
      current = taken(made).iterator();
      begin();
    }
    return current.hasNext();
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static List<byte[]> taken(Future<List<byte[]>> made) {
    try {
      return made.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
