// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * Finds the hashes that occur more than once among millions. They travel in arrays, a part of the
 * hashes to a task that sorts it: an SQL aggregation over as many groups as rows costs several
 * times as much.
 */
public final class DuplicateHashes {
  /** The lowest bits of a hash say whose it is; two of 64 are not missed. */
  private static final long KIND = 3;

  /** A hash that is asked about. */
  private static final long ASKED = 0;

  /** A hash that only matters where an asked one equals it. */
  private static final long OTHER = 1;

  private static final int CHUNK = 1 << 14;
  private static final long HASHES_PER_TASK = 1 << 20;

  private DuplicateHashes() {}

  /**
   * The hashes that occur at least twice.
   *
   * @param chunks arrays of hashes, of any length
   * @param total about how many there are
   */
  public static HashFilter among(JavaRDD<long[]> chunks, long total) {
    return find(chunks.map(chunk -> marked(chunk, ASKED)), total);
  }

  /**
   * The hashes that occur at least twice in {@code asked}, or there and in one of the others.
   *
   * @param total about how many are asked about
   */
  public static HashFilter among(JavaRDD<long[]> asked, List<JavaRDD<long[]>> others, long total) {
    JavaRDD<long[]> all = asked.map(chunk -> marked(chunk, ASKED));
    for (JavaRDD<long[]> other : others) {
      all = all.union(other.map(chunk -> marked(chunk, OTHER)));
    }
    return find(all, total);
  }

  /** A dataset's hashes, one of each row. */
  public static JavaRDD<long[]> chunks(Dataset<Row> rows, Column hash) {
    return rows.select(hash).queryExecution().toRdd().toJavaRDD().mapPartitions(Chunks::new);
  }

  /** All of them as a set. */
  public static HashFilter set(JavaRDD<long[]> chunks) {
    return chunks
        .mapPartitions(
            partition -> {
              HashFilter found = HashFilter.none();
              partition.forEachRemaining(chunk -> Arrays.stream(chunk).forEach(found::add));
              return List.of(found).iterator();
            })
        .fold(HashFilter.none(), HashFilter::and);
  }

  private static HashFilter find(JavaRDD<long[]> chunks, long total) {
    int tasks = (int) Math.max(chunks.context().defaultParallelism(), total / HASHES_PER_TASK + 1);
    JavaPairRDD<Integer, long[]> parts = chunks.flatMapToPair(chunk -> split(chunk, tasks));
    return parts
        .partitionBy(new HashPartitioner(tasks))
        .values()
        .mapPartitions(partition -> List.of(repeated(partition)).iterator())
        .fold(HashFilter.none(), HashFilter::and);
  }

  private static long[] marked(long[] hashes, long kind) {
    return Arrays.stream(hashes).map(hash -> (hash & ~KIND) | kind).toArray();
  }

  private static Iterator<Tuple2<Integer, long[]>> split(long[] hashes, int tasks) {
    long[][] parts = new long[tasks][hashes.length / tasks + 1];
    int[] lengths = new int[tasks];
    for (long hash : hashes) {
      int task = (int) ((hash >>> Integer.SIZE) % tasks);
      if (lengths[task] == parts[task].length) {
        parts[task] = Arrays.copyOf(parts[task], 2 * lengths[task]);
      }
      parts[task][lengths[task]++] = hash;
    }
    List<Tuple2<Integer, long[]>> split = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      if (lengths[task] > 0) {
        split.add(new Tuple2<>(task, Arrays.copyOf(parts[task], lengths[task])));
      }
    }
    return split.iterator();
  }

  /** Sorted, equal hashes are neighbours, those that are asked about first. */
  private static HashFilter repeated(Iterator<long[]> parts) {
    List<long[]> all = new ArrayList<>();
    parts.forEachRemaining(all::add);
    long[] sorted = new long[all.stream().mapToInt(part -> part.length).sum()];
    int end = 0;
    for (long[] part : all) {
      System.arraycopy(part, 0, sorted, end, part.length);
      end += part.length;
    }
    Arrays.sort(sorted);
    HashFilter found = HashFilter.none();
    int first = 0;
    for (int i = 1; i < sorted.length; i++) {
      if ((sorted[i] & ~KIND) != (sorted[first] & ~KIND)) {
        first = i;
      } else if (i == first + 1 && (sorted[first] & KIND) == ASKED) {
        found.add(sorted[first]);
      }
    }
    return found;
  }

  /** Arrays of the first column's values. */
  private record Chunks(Iterator<InternalRow> rows) implements Iterator<long[]> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public long[] next() {
      long[] chunk = new long[CHUNK];
      int length = 0;
      while (length < CHUNK && rows.hasNext()) {
        chunk[length++] = rows.next().getLong(0);
      }
      return Arrays.copyOf(chunk, length);
    }
  }
}
