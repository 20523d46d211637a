// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.record.RecordFields;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XxHash64Function;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Hashes of the texts of keys, in arrays, as Spark's function has them.
 *
 * @param columns the key's, in its order
 */
record KeyHashes(RecordFields fields, int[] columns)
    implements FlatMapFunction<Iterator<InternalRow>, long[]> {
  private static final int CHUNK = 1 << 14;

  /** As Spark's own function has it. */
  private static final long SEED = 42;

  @Override
  public Iterator<long[]> call(Iterator<InternalRow> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public long[] next() {
        long[] chunk = new long[CHUNK];
        int length = 0;
        while (length < CHUNK && rows.hasNext()) {
          chunk[length++] = hash(rows.next());
        }
        return Arrays.copyOf(chunk, length);
      }
    };
  }

  private long hash(InternalRow record) {
    long hash = SEED;
    for (int column : columns) {
      UTF8String text = fields.text(record, column);
      if (text != null) {
        hash = XxHash64Function.hash(text, DataTypes.StringType, hash);
      }
    }
    return hash;
  }
}
