// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Hashes of the keys of a file's records, gathered while they are read. It is a hint, not a
 * judgement: what it misses is found in the rows that were written.
 */
final class RecordKeys {
  /** The seed of Spark's hash functions. */
  private static final long SEED = 42;

  private final int[] fields;
  private final UTF8String[] texts;
  private long[] hashes;
  private int length;

  /**
   * @param fields the key's, by their places in the schema; none for no hashes
   */
  RecordKeys(List<Integer> fields) {
    this.fields = fields.stream().mapToInt(Integer::intValue).toArray();
    this.texts = new UTF8String[this.fields.length];
    this.hashes = new long[this.fields.length == 0 ? 0 : 1 << 10];
  }

  /** Begins with a record. */
  void begin() {
    Arrays.fill(texts, null);
  }

  /**
   * Looks at a field's value, which has been passed over.
   *
   * @param first the byte that it begins with
   * @param from where it begins
   */
  void value(int field, JsonCursor cursor, int first, int from) {
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] == field && first != 'n') {
        texts[i] = first == '"' ? cursor.token().text() : cursor.from(from);
      }
    }
  }

  /**
   * Ends with a record. One without any field of the key gives no hash; of others Spark's {@code
   * xxhash64} gives the same of the fields' texts.
   */
  void end() {
    long hash = SEED;
    boolean any = false;
    for (UTF8String text : texts) {
      if (text != null) {
        any = true;
        hash =
            XXH64.hashUnsafeBytes(
                text.getBaseObject(), text.getBaseOffset(), text.numBytes(), hash);
      }
    }
    if (any) {
      hashes = length == hashes.length ? Arrays.copyOf(hashes, 2 * length) : hashes;
      hashes[length++] = hash;
    }
  }

  long[] all() {
    return Arrays.copyOf(hashes, length);
  }
}
