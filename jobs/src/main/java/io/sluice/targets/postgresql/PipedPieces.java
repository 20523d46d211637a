// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;

/**
 * Pieces as tasks make them, where these run in the driver's JVM: nothing is serialized, and the
 * first piece is there at once. Such tasks aren't tried again, so that no piece comes twice.
 */
final class PipedPieces implements CopyPieces {
  private static final int HELD = 32;
  private static final byte[] END_OF_PARTITION = {};
  private static final Map<String, BlockingQueue<byte[]>> PIPES = new ConcurrentHashMap<>();

  /** Spark copies what a task has; only the pipe's name leads to the one that is read. */
  private final String name = UUID.randomUUID().toString();

  private final BlockingQueue<byte[]> pipe = new ArrayBlockingQueue<>(HELD);
  private final JavaFutureAction<Void> tasks;
  private int openPartitions;

  PipedPieces(JavaRDD<byte[]> pieces) {
    String to = name;
    openPartitions = pieces.getNumPartitions();
    PIPES.put(name, pipe);
    tasks = pieces.foreachPartitionAsync(made -> send(made, to));
  }

  private static void send(Iterator<byte[]> pieces, String name) throws InterruptedException {
    while (pieces.hasNext()) {
      put(pieces.next(), name);
    }
    put(END_OF_PARTITION, name);
  }

  /** A task whose pipe is closed ends, though its piece was not taken. */
  private static void put(byte[] piece, String name) throws InterruptedException {
    BlockingQueue<byte[]> pipe = PIPES.get(name);
    while (pipe != null && !pipe.offer(piece, 1, TimeUnit.SECONDS)) {
      pipe = PIPES.get(name);
    }
  }

  @Override
  public Optional<byte[]> next() {
    while (openPartitions > 0) {
      byte[] piece = take();
      if (piece.length > 0) {
        return Optional.of(piece);
      }
      openPartitions--;
    }
    return Optional.empty();
  }

  private byte[] take() {
    try {
      byte[] piece = pipe.poll(1, TimeUnit.SECONDS);
      while (piece == null) {
        if (tasks.isDone()) {
          CopyPieces.made(tasks);
        }
        piece = pipe.poll(1, TimeUnit.SECONDS);
      }
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    PIPES.remove(name);
    tasks.cancel(true);
  }
}
