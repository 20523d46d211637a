// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows in pieces. Spark's tasks make the next ones while the database takes in those before, so
 * that neither waits for the other; the driver holds only some at a time.
 */
interface CopyPieces extends AutoCloseable {
  /** The next piece, where there is one; waits for it. */
  Optional<byte[]> next();

  /** Ends the tasks that still make pieces. */
  @Override
  void close();

  static CopyPieces of(Dataset<Row> rows, List<PgColumn> columns) {
    JavaRDD<byte[]> pieces = CopyRows.of(rows, columns);
    return pieces.context().isLocal() ? new PipedPieces(pieces) : new CollectedPieces(pieces);
  }

  /** What Spark made, or what kept it from that. */
  static <T> T made(Future<T> future) {
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
