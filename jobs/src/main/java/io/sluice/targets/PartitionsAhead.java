// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;

/**
 * Elements partition by partition, in their order; a few partitions are in the driver at a time.
 */
public final class PartitionsAhead<T> implements Elements<T> {
  private static final int AHEAD = 2;

  private final JavaRDD<T> partitions;
  private final ExecutorService threads = Executors.newFixedThreadPool(AHEAD);
  private final Queue<Future<List<T>>> ahead = new ArrayDeque<>();
  private int next;
  private Iterator<T> current = List.<T>of().iterator();

  public PartitionsAhead(JavaRDD<T> partitions) {
    this.partitions = partitions;
    for (int i = 0; i < AHEAD; i++) {
      begin();
    }
  }

  private void begin() {
    if (next < partitions.getNumPartitions()) {
      int partition = next++;
      ahead.add(threads.submit(() -> partitions.collectPartitions(new int[] {partition})[0]));
    }
  }

  /** Waits until the next of them is made; the first one takes with it all that they share. */
  public void await() {
    while (!current.hasNext() && !ahead.isEmpty()) {
      current = Elements.made(ahead.remove()).iterator();
      begin();
    }
  }

  @Override
  public boolean hasNext() {
    await();
    return current.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
