// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;

/**
 * Elements as tasks make them, where these run in the driver's JVM: nothing is serialized, and the
 * first element is there at once. Such tasks aren't tried again, so that none comes twice.
 */
final class TaskPipe<T> implements Elements<T> {
  private static final int HELD = 32;
  private static final Object END_OF_PARTITION = new Object();
  private static final Map<String, BlockingQueue<Object>> PIPES = new ConcurrentHashMap<>();

  /** Spark copies what a task has; only the pipe's name leads to the one that is read. */
  private final String name = UUID.randomUUID().toString();

  private final BlockingQueue<Object> pipe = new ArrayBlockingQueue<>(HELD);
  private final JavaFutureAction<Void> tasks;
  private int openPartitions;
  private Object next = END_OF_PARTITION;

  TaskPipe(JavaRDD<T> elements) {
    String to = name;
    openPartitions = elements.getNumPartitions();
    PIPES.put(name, pipe);
    tasks = elements.foreachPartitionAsync(made -> send(made, to));
  }

  private static void send(Iterator<?> elements, String name) throws InterruptedException {
    while (elements.hasNext()) {
      put(elements.next(), name);
    }
    put(END_OF_PARTITION, name);
  }

  /** A task whose pipe is closed ends, though its element was not taken. */
  private static void put(Object element, String name) throws InterruptedException {
    BlockingQueue<Object> pipe = PIPES.get(name);
    while (pipe != null && !pipe.offer(element, 1, TimeUnit.SECONDS)) {
      pipe = PIPES.get(name);
    }
  }

  @Override
  public boolean hasNext() {
    while (next == END_OF_PARTITION && openPartitions > 0) {
      next = taken();
      if (next == END_OF_PARTITION) {
        openPartitions--;
      }
    }
    return next != END_OF_PARTITION;
  }

  @Override
  @SuppressWarnings("unchecked") // only tasks put something into the pipe
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T element = (T) next;
    next = END_OF_PARTITION;
    return element;
  }

  private Object taken() {
    try {
      Object element = pipe.poll(1, TimeUnit.SECONDS);
      while (element == null) {
        if (tasks.isDone()) {
          Elements.made(tasks); // tells what they failed for
        }
        element = pipe.poll(1, TimeUnit.SECONDS);
      }
      return element;
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
