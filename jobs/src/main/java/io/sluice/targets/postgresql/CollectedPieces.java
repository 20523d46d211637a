// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;

/** Pieces from executors on other machines: a few partitions are in the driver at a time. */
final class CollectedPieces implements CopyPieces {
  private static final int AHEAD = 2;

  private final JavaRDD<byte[]> pieces;
  private final ExecutorService threads = Executors.newFixedThreadPool(AHEAD);
  private final Queue<Future<List<byte[]>>> ahead = new ArrayDeque<>();
  private int nextPartition;
  private Iterator<byte[]> current = List.<byte[]>of().iterator();

  CollectedPieces(JavaRDD<byte[]> pieces) {
    this.pieces = pieces;
    for (int i = 0; i < AHEAD; i++) {
      begin();
    }
  }

  private void begin() {
    if (nextPartition < pieces.getNumPartitions()) {
      int partition = nextPartition++;
      ahead.add(threads.submit(() -> pieces.collectPartitions(new int[] {partition})[0]));
    }
  }

  @Override
  public Optional<byte[]> next() {
    while (!current.hasNext() && !ahead.isEmpty()) {
      current = CopyPieces.made(ahead.remove()).iterator();
      begin();
    }
    return current.hasNext() ? Optional.of(current.next()) : Optional.empty();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
