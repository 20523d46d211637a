// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** Reads arrays of values of one type. */
final class ArrayReader extends ValueReader {
  private static final long serialVersionUID = 1;
  private static final int FIRST = 8;

  private final ValueReader elements;

  ArrayReader(ValueReader elements) {
    this.elements = elements;
  }

  @Override
  Object read(JsonCursor cursor, ReadValues found) {
    if (!isNext(cursor, '[', "ARRAY", found)) {
      return null;
    }
    Object[] values = new Object[FIRST];
    int length = 0;
    for (boolean more = cursor.enter(); more; more = cursor.next()) {
      if (length == values.length) {
        values = Arrays.copyOf(values, 2 * length);
      }
      int place = found.element(length);
      values[length++] = elements.read(cursor, found);
      found.back(place);
    }
    return new GenericArrayData(Arrays.copyOf(values, length));
  }

  @Override
  void lookThrough(JsonCursor cursor, String path, UnknownFields unknown) {
    if (elements instanceof LeafReader || cursor.peek() != '[') {
      cursor.skip();
      return;
    }
    String each = path.substring(0, path.length() - 1) + "[].";
    for (boolean more = cursor.enter(); more; more = cursor.next()) {
      elements.lookThrough(cursor, each, unknown);
    }
  }
}
