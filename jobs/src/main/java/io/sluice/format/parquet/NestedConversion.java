// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Values with parts: each part is converted by itself. */
final class NestedConversion {
  private NestedConversion() {}

  /**
   * A field of a struct.
   *
   * @param conversion null where the file doesn't have it
   */
  record Member(String name, boolean nullable, Conversion conversion) implements Serializable {}

  /**
   * Structs, with the schema's fields in its order.
   *
   * @param read how many of them the file has
   */
  record OfStruct(List<Member> members, int read) implements Conversion {
    OfStruct(List<Member> members) {
      this(members, (int) members.stream().filter(member -> member.conversion() != null).count());
    }

    @Override
    public DataType readType() {
      StructType type = new StructType();
      for (Member member : members) {
        if (member.conversion() != null) {
          type = type.add(member.name(), member.conversion().readType());
        }
      }
      return type;
    }

    @Override
    public Object convert(SpecializedGetters from, int at, Reading reading) {
      InternalRow struct = from.getStruct(at, read);
      Object[] values = new Object[members.size()];
      int next = 0;
      for (int i = 0; i < values.length; i++) {
        Member member = members.get(i);
        reading.enter(member.name());
        if (member.conversion() != null) {
          int before = reading.faults();
          values[i] =
              struct.isNullAt(next) ? null : member.conversion().convert(struct, next, reading);
          next++;
          if (values[i] == null && !member.nullable() && reading.faults() == before) {
            reading.missing();
          }
        }
        reading.leave();
      }
      return new GenericInternalRow(values);
    }
  }

  /** Arrays. */
  record OfArray(Conversion element) implements Conversion {
    @Override
    public DataType readType() {
      return DataTypes.createArrayType(element.readType());
    }

    @Override
    public Object convert(SpecializedGetters from, int at, Reading reading) {
      return new GenericArrayData(converted(from.getArray(at), element, reading));
    }
  }

  private static Object[] converted(ArrayData array, Conversion element, Reading reading) {
    Object[] values = new Object[array.numElements()];
    for (int i = 0; i < values.length; i++) {
      reading.enter(i);
      values[i] = array.isNullAt(i) ? null : element.convert(array, i, reading);
      reading.leave();
    }
    return values;
  }

  /** Maps. A key that comes twice is a misfit: SQL would see one of the values. */
  record OfMap(Conversion key, Conversion value) implements Conversion {
    @Override
    public DataType readType() {
      return DataTypes.createMapType(key.readType(), value.readType());
    }

    @Override
    public Object convert(SpecializedGetters from, int at, Reading reading) {
      MapData map = from.getMap(at);
      int before = reading.faults();
      Object[] keys = converted(map.keyArray(), key, reading);
      Object[] values = converted(map.valueArray(), value, reading);
      Set<Object> seen = new HashSet<>(Arrays.asList(keys));
      boolean isOne = seen.size() == keys.length && !seen.contains(null);
      if (!isOne && reading.faults() == before) {
        String why = seen.contains(null) ? "a key is missing" : "a key stands in it twice";
        reading.misfit(Arrays.toString(keys), "MAP", why);
      }
      if (!isOne) {
        return null; // Spark's maps have no key that is null
      }
      return new ArrayBasedMapData(new GenericArrayData(keys), new GenericArrayData(values));
    }
  }
}
