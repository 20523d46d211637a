// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;

/**
 * What is in an RDD, in the driver. Spark's tasks make the next elements while the target takes in
 * those before, so that neither waits for the other; the driver holds only some at a time.
 */
public interface Elements<T> extends Iterator<T>, AutoCloseable {
  /** Ends the tasks that still make elements. */
  @Override
  void close();

  /** All elements, in any order. */
  static <T> Elements<T> of(JavaRDD<T> elements) {
    return elements.context().isLocal()
        ? new TaskPipe<>(elements)
        : new PartitionsAhead<>(elements);
  }

  /** What Spark made, or what kept it from that. */
  static <R> R made(Future<R> future) {
    try {
      return future.get();
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
