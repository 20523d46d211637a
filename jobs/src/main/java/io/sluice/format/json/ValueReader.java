// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldFault;
import io.sluice.refine.FaultMessages;
import java.io.Serializable;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads values of one type, and goes past those that don't fit it. */
abstract class ValueReader implements Serializable {
  private static final long serialVersionUID = 1;

  /** A reader for a type that {@code Schemas.NESTED} has. */
  static ValueReader of(DataType type, Source source) {
    if (type instanceof StructType struct) {
      return new StructReader(struct, source);
    } else if (type instanceof ArrayType array) {
      return new ArrayReader(of(array.elementType(), source));
    } else if (type instanceof MapType map) {
      return new MapReader(new LeafReader(map.keyType(), source), of(map.valueType(), source));
    }
    return new LeafReader(type, source);
  }

  /**
   * Reads the next value: as Spark has it in its rows, null where it is missing, or something is
   * wrong with it.
   */
  abstract Object read(JsonCursor cursor, ReadValues found);

  /**
   * Goes past the next value, and tells the names that the schema doesn't have.
   *
   * @param path of the value, without the places of elements
   */
  abstract void lookThrough(JsonCursor cursor, String path, UnknownFields unknown);

  /**
   * Begins to read a value with parts.
   *
   * @param bracket with which such a value begins
   * @param kind what it is called in messages
   * @return false where the value is something else, which has been passed over
   */
  static boolean isNext(JsonCursor cursor, char bracket, String kind, ReadValues found) {
    int next = cursor.peek();
    if (next == bracket) {
      return true;
    }
    int from = cursor.position();
    cursor.skip();
    UTF8String text = cursor.from(from);
    if (next != 'n') {
      found.fault(
          (path, personal) ->
              FieldFault.misfit(path, FaultMessages.ofType(path, personal, kind).fault(text)));
    }
    return false;
  }
}
