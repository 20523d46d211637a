// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.pipeline.Source;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads objects whose fields have names and types. */
final class StructReader extends ValueReader {
  private static final long serialVersionUID = 1;
  private static final int NONE = -1;
  private static final int NO_BIT = 0;

  /** The bit in which letters of ASCII differ. */
  private static final int LOWER_CASE = 0x20;

  private static final int SPELLINGS = 1 << 12;

  private final String[] names;
  private final byte[][] bytes;
  private final ValueReader[] readers;
  private final boolean[] required;

  /** Indexes of fields by the hash of the name, {@link #NONE} in free places. */
  private final int[] places;

  private final HashMap<String, Integer> byLowerCase = new HashMap<>();

  /** Which names may be one of the fields' in another case: names that aren't are many. */
  private final BitSet spellings = new BitSet(SPELLINGS);

  StructReader(StructType type, Source source) {
    StructField[] fields = type.fields();
    names = type.fieldNames();
    bytes = new byte[fields.length][];
    readers = new ValueReader[fields.length];
    required = new boolean[fields.length];
    places = new int[Integer.highestOneBit(fields.length) * 4];
    Arrays.fill(places, NONE);
    for (int i = 0; i < fields.length; i++) {
      bytes[i] = names[i].getBytes(StandardCharsets.UTF_8);
      readers[i] = of(fields[i].dataType(), source);
      required[i] = !fields[i].nullable();
      byLowerCase.put(names[i].toLowerCase(Locale.ROOT), i);
      spellings.set(spelling(JsonToken.hash(bytes[i], 0, bytes[i].length, LOWER_CASE)));
      int place = JsonToken.hash(bytes[i], 0, bytes[i].length, NO_BIT) & (places.length - 1);
      while (places[place] != NONE) {
        place = (place + 1) & (places.length - 1);
      }
      places[place] = i;
    }
  }

  private static int spelling(int hash) {
    return hash & (SPELLINGS - 1);
  }

  int length() {
    return names.length;
  }

  @Override
  Object read(JsonCursor cursor, ReadValues found) {
    if (!isNext(cursor, '{', "STRUCT", found)) {
      return null;
    }
    Object[] values = new Object[names.length];
    new Reading(cursor, found, values, null).all();
    return new GenericInternalRow(values);
  }

  /**
   * Reads a record, an object that is next.
   *
   * @param values to put the fields' values into
   * @param personal the columns whose values must not show
   */
  void readRecord(JsonCursor cursor, ReadValues found, Object[] values, boolean[] personal) {
    new Reading(cursor, found, values, personal).all();
  }

  /** The field whose name was read last; fields mostly come in the schema's order. */
  int find(JsonCursor cursor, int likely) {
    if (likely < names.length && cursor.token().is(bytes[likely])) {
      return likely;
    }
    byte[] decoded = cursor.token().isEscaped() ? cursor.token().text().getBytes() : null;
    int hash =
        decoded == null
            ? cursor.token().hash(NO_BIT)
            : JsonToken.hash(decoded, 0, decoded.length, NO_BIT);
    for (int place = hash & (places.length - 1);
        places[place] != NONE;
        place = (place + 1) & (places.length - 1)) {
      byte[] name = bytes[places[place]];
      if (decoded == null ? cursor.token().is(name) : Arrays.equals(decoded, name)) {
        return places[place];
      }
    }
    return NONE;
  }

  @Override
  void lookThrough(JsonCursor cursor, String path, UnknownFields unknown) {
    lookThrough(cursor, path, unknown, null);
  }

  /** Goes past a record, tells the names that the schema doesn't have, and gathers its key. */
  void lookThroughRecord(JsonCursor cursor, UnknownFields unknown, RecordKeys keys) {
    keys.begin();
    lookThrough(cursor, "", unknown, keys);
    cursor.finish();
    keys.end();
  }

  /**
   * @param keys null where the fields are no columns
   */
  private void lookThrough(JsonCursor cursor, String path, UnknownFields unknown, RecordKeys keys) {
    if (cursor.peek() != '{') {
      cursor.skip();
      return;
    }
    int likely = 0;
    for (boolean more = cursor.enter(); more; more = cursor.next()) {
      cursor.name();
      int field = find(cursor, likely);
      if (field == NONE) {
        unknown.add(path, cursor.token().text());
        cursor.skip();
      } else {
        likely = field + 1;
        int first = cursor.peek();
        int from = cursor.position();
        if (readers[field] instanceof LeafReader) {
          cursor.skip();
          if (keys != null) {
            keys.value(field, cursor, first, from);
          }
        } else {
          readers[field].lookThrough(cursor, path + names[field] + ".", unknown);
        }
      }
    }
  }

  /** One object that is being read. */
  private final class Reading {
    private final JsonCursor cursor;
    private final ReadValues found;
    private final Object[] values;
    private final boolean[] personal;
    private final long[] seen = new long[(names.length + Long.SIZE - 1) / Long.SIZE];
    private Map<Integer, String> misspelled = Map.of();

    /**
     * @param personal columns that are, null where the fields are no columns
     */
    Reading(JsonCursor cursor, ReadValues found, Object[] values, boolean[] personal) {
      this.cursor = cursor;
      this.found = found;
      this.values = values;
      this.personal = personal;
    }

    void all() {
      int likely = 0;
      for (boolean more = cursor.enter(); more; more = cursor.next()) {
        cursor.name();
        int field = find(cursor, likely);
        if (field == NONE) {
          unknown();
        } else {
          likely = field + 1;
          read(field);
        }
      }
      for (int i = 0; i < names.length; i++) {
        if (!isSeen(i)) {
          absent(i);
        }
      }
    }

    private void unknown() {
      if (cursor.token().isPlain() && !spellings.get(spelling(cursor.token().hash(LOWER_CASE)))) {
        cursor.skip();
        return;
      }
      String name = cursor.token().text().toString();
      Integer meant = byLowerCase.get(name.toLowerCase(Locale.ROOT));
      if (meant != null) {
        misspelled = misspelled.isEmpty() ? new HashMap<>() : misspelled;
        misspelled.put(meant, name);
      }
      cursor.skip();
    }

    private void read(int field) {
      int place = enter(field);
      if (isSeen(field)) {
        found.fault("duplicate_field", "stands twice in its object");
        values[field] = null;
        cursor.skip();
      } else {
        seen[field / Long.SIZE] |= 1L << field;
        int before = found.count();
        values[field] = readers[field].read(cursor, found);
        if (values[field] == null && required[field] && found.count() == before) {
          found.missing();
        }
      }
      found.back(place);
    }

    private void absent(int field) {
      values[field] = null;
      String name = misspelled.get(field);
      if (name != null || required[field]) {
        int place = enter(field);
        if (name != null) {
          found.misspelled(name);
        } else {
          found.missing();
        }
        found.back(place);
      }
    }

    private int enter(int field) {
      if (personal == null) {
        return found.field(names[field]);
      }
      found.column(names[field], personal[field]);
      return 0;
    }

    private boolean isSeen(int field) {
      return (seen[field / Long.SIZE] & 1L << field) != 0;
    }
  }
}
