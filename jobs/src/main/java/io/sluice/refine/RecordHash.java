// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.types.DataTypes.LongType;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XxHash64Function;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The hash of typed records: Spark's, which passes over nulls, so that values which moved to
 * another place would hash alike; which of them are null is hashed as well. The entries of a map
 * hash alike in any order.
 */
final class RecordHash implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BITS = 64;

  /** As Spark's own function has it. */
  private static final long SEED = 42;

  private final DataType[] types;

  RecordHash(StructField[] fields) {
    this.types = types(fields);
  }

  /**
   * @param values of the fields, which come first
   */
  long of(Object[] values) {
    long hash = SEED;
    long nulls = 0;
    int bit = 0;
    for (int i = 0; i < types.length; i++) {
      if (values[i] == null) {
        nulls ^= 1L << bit;
      } else {
        hash = of(values[i], types[i], hash);
      }
      if (++bit == BITS) {
        hash = of(nulls, hash);
        nulls = 0;
        bit = 0;
      }
    }
    return of(nulls, hash);
  }

  private static long of(Object value, DataType type, long seed) {
    if (type instanceof StructType struct) {
      return ofStruct((InternalRow) value, struct.fields(), seed);
    } else if (type instanceof ArrayType array) {
      return ofArray((ArrayData) value, array.elementType(), seed);
    } else if (type instanceof MapType map) {
      return ofMap((MapData) value, map, seed);
    }
    return XxHash64Function.hash(value, type, seed);
  }

  private static long of(long value, long seed) {
    return XxHash64Function.hash(value, LongType, seed);
  }

  private static long ofStruct(InternalRow struct, StructField[] fields, long seed) {
    long hash = seed;
    for (int i = 0; i < fields.length; i++) {
      boolean isNull = struct.isNullAt(i);
      hash = of(isNull ? 0L : 1L, hash);
      if (!isNull) {
        hash = of(struct.get(i, fields[i].dataType()), fields[i].dataType(), hash);
      }
    }
    return hash;
  }

  private static long ofArray(ArrayData array, DataType type, long seed) {
    int length = array.numElements();
    long hash = of(length, seed);
    for (int i = 0; i < length; i++) {
      boolean isNull = array.isNullAt(i);
      hash = of(isNull ? 0L : 1L, hash);
      if (!isNull) {
        hash = of(array.get(i, type), type, hash);
      }
    }
    return hash;
  }

  private static long ofMap(MapData map, MapType type, long seed) {
    long sum = 0;
    for (int i = 0; i < map.numElements(); i++) {
      long entry = of(map.keyArray().get(i, type.keyType()), type.keyType(), SEED);
      if (!map.valueArray().isNullAt(i)) {
        entry = of(map.valueArray().get(i, type.valueType()), type.valueType(), of(1L, entry));
      }
      sum += of(entry, SEED); // the same in any order
    }
    return of(sum, of(map.numElements(), seed));
  }

  private static DataType[] types(StructField[] fields) {
    return Arrays.stream(fields).map(StructField::dataType).toArray(DataType[]::new);
  }
}
