// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads objects whose names are data: keys of one type, and values of one. */
final class MapReader extends ValueReader {
  private static final long serialVersionUID = 1;

  private final LeafReader keys;
  private final ValueReader values;

  MapReader(LeafReader keys, ValueReader values) {
    this.keys = keys;
    this.values = values;
  }

  @Override
  Object read(JsonCursor cursor, ReadValues found) {
    if (!isNext(cursor, '{', "MAP", found)) {
      return null;
    }
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (boolean more = cursor.enter(); more; more = cursor.next()) {
      cursor.name();
      UTF8String name = cursor.token().text();
      int place = found.entry(name);
      int before = found.count();
      Object key = keys.ofString(cursor, found);
      if (key == null && found.count() == before) {
        found.missing(); // a map has no place for a value without a key
      } else if (entries.containsKey(key)) {
        found.fault("duplicate_field", "stands twice in its object");
      }
      entries.put(key, values.read(cursor, found));
      found.back(place);
    }
    if (entries.containsKey(null)) {
      return null;
    }
    return new ArrayBasedMapData(
        new GenericArrayData(entries.keySet().toArray()),
        new GenericArrayData(entries.values().toArray()));
  }

  @Override
  void lookThrough(JsonCursor cursor, String path, UnknownFields unknown) {
    if (values instanceof LeafReader || cursor.peek() != '{') {
      cursor.skip();
      return;
    }
    String each = path.substring(0, path.length() - 1) + "{}.";
    for (boolean more = cursor.enter(); more; more = cursor.next()) {
      cursor.name();
      values.lookThrough(cursor, each, unknown);
    }
  }
}
