// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import io.sluice.spark.JavaFunction;
import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of hashes of bounded size: it never misses one that was put in, and may name a few that
 * were not. Public because generated code calls it.
 */
public final class HashFilter implements Serializable {
  private static final long serialVersionUID = 1;

  /** The low bits say nothing: {@link DuplicateHashes} uses them. */
  private static final int SPARE_BITS = 2;

  private final RoaringBitmap folded;

  private HashFilter(RoaringBitmap folded) {
    this.folded = folded;
  }

  public static HashFilter none() {
    return new HashFilter(new RoaringBitmap());
  }

  public boolean has(long hash) {
    return folded.contains(fold(hash));
  }

  /** True for a row whose hash is one of them. */
  public Column contain(Column hash) {
    return JavaFunction.call(this, "has", DataTypes.BooleanType, hash);
  }

  public boolean isEmpty() {
    return folded.isEmpty();
  }

  /** A set of all that either of the two holds. */
  public HashFilter and(HashFilter others) {
    return new HashFilter(RoaringBitmap.or(folded, others.folded));
  }

  void add(long hash) {
    folded.add(fold(hash));
  }

  /** A good hash has no bits that matter more than others. */
  private static int fold(long hash) {
    long bits = hash >>> SPARE_BITS;
    return (int) (bits ^ bits >>> Integer.SIZE);
  }
}
