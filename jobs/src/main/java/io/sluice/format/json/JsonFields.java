// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldFault;
import io.sluice.record.FieldFaults;
import io.sluice.record.RecordFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads the fields of records out of their JSON text, which is all that raw rows hold: it is gone
 * through once, and values are made on the way.
 */
final class JsonFields implements RecordFields {
  private static final long serialVersionUID = 1;

  private final String[] names;
  private final StructReader reader;
  private final boolean[] personal;

  private transient JsonCursor cursor;
  private transient ReadValues fit;
  private transient JsonFault fault;

  JsonFields(Source source) {
    this.names = source.schema().fieldNames();
    this.reader = new StructReader(source.schema(), source);
    this.personal = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      personal[i] = source.personal().contains(names[i]);
    }
  }

  @Override
  public boolean type(InternalRow record, Object[] values) {
    if (fit == null) {
      fit = new ReadValues(/* isAsked */ false);
    }
    fault = null;
    try {
      read(record, fit, values);
      return fit.fit();
    } catch (JsonFault e) {
      Arrays.fill(values, 0, reader.length(), null);
      fault = e;
      return false;
    }
  }

  private void read(InternalRow record, ReadValues found, Object[] values) {
    begin(text(record));
    found.begin();
    reader.readRecord(cursor, found, values, personal);
    cursor.finish();
  }

  /** Begins with a record that is an object. */
  private void begin(UTF8String text) {
    if (cursor == null) {
      cursor = new JsonCursor();
    }
    cursor.begin(text);
    int next = cursor.peek();
    if (next != '{') {
      cursor.skip();
      cursor.finish();
      throw JsonFault.notObject();
    }
  }

  private static UTF8String text(InternalRow record) {
    return record.getUTF8String(0);
  }

  @Override
  public UTF8String line(InternalRow record) {
    return fault == null ? null : record(record);
  }

  @Override
  public int unfit(InternalRow record) {
    return fault == null ? FieldFaults.FIT : fault.kind().bit;
  }

  /**
   * The content of a string, and anything else as it is written, without blanks between its parts.
   */
  @Override
  public UTF8String text(InternalRow record, int field) {
    return text(text(record), field);
  }

  UTF8String text(UTF8String record, int field) {
    try {
      begin(record);
      for (boolean more = cursor.enter(); more; more = cursor.next()) {
        cursor.name();
        boolean isWanted = reader.find(cursor, field) == field;
        int next = cursor.peek();
        int from = cursor.position();
        cursor.skip();
        if (isWanted) {
          return next == 'n'
              ? null
              : next == '"' ? cursor.token().text() : compact(cursor.from(from));
        }
      }
    } catch (JsonFault e) {
      return null; // a record that can't be read has no fields
    }
    return null;
  }

  private static UTF8String compact(UTF8String json) {
    byte[] bytes = json.getBytes();
    byte[] kept = new byte[bytes.length];
    int length = 0;
    boolean quoted = false;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '"') {
        quoted = !quoted;
      } else if (b == '\\') { // in quotes, where a quote may follow it
        kept[length++] = b;
        b = bytes[++i];
      }
      if (quoted || (b != '\n' && !LineScanner.isBlank(b))) {
        kept[length++] = b;
      }
    }
    return UTF8String.fromBytes(kept, 0, length);
  }

  /** The text that came, in which bytes that are none have become U+FFFD. */
  @Override
  public UTF8String record(InternalRow record) {
    byte[] bytes = text(record).getBytes();
    int from = JsonCursor.afterMark(bytes, 0, bytes.length);
    int to = bytes.length;
    while (to > from && bytes[to - 1] == '\r') {
      to--;
    }
    return Utf8.isText(bytes, from, to)
        ? UTF8String.fromBytes(bytes, from, to - from)
        : UTF8String.fromString(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public List<FieldFault> faults(InternalRow record, int unfit) {
    ReadValues found = new ReadValues(/* isAsked */ true);
    try {
      read(record, found, new Object[reader.length()]);
    } catch (JsonFault e) {
      return List.of();
    }
    return found.faults(List.of(names));
  }

  /** Why a text can't be read, as what follows "the record". */
  String fault(UTF8String text) {
    try {
      begin(text);
      cursor.skip();
      cursor.finish();
    } catch (JsonFault e) {
      return e.getMessage();
    }
    return "";
  }
}
