// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.spark.NestedText;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Writes a record as JSON, of its fields' texts. What is a number, or has parts, is written as such
 * where its text is one; anything else is written as a string. Public because generated code calls
 * it.
 */
public final class WrittenRecord implements Serializable {
  private static final long serialVersionUID = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final String[] names;
  private final DataType[] types;
  private transient JsonCursor cursor;

  /**
   * @param names the fields that are written, in their order; others are text
   */
  WrittenRecord(StructType schema, List<String> names) {
    this.names = names.toArray(String[]::new);
    this.types = new DataType[this.names.length];
    for (int i = 0; i < types.length; i++) {
      boolean isKnown = List.of(schema.fieldNames()).contains(this.names[i]);
      types[i] = isKnown ? schema.apply(this.names[i]).dataType() : null;
    }
  }

  int length() {
    return names.length;
  }

  /**
   * The record.
   *
   * @param texts of all fields, null where there is none
   */
  public UTF8String text(InternalRow texts) {
    return UTF8String.fromString(
        text(i -> texts.isNullAt(i) ? null : texts.getUTF8String(i).toString()));
  }

  String text(IntFunction<String> texts) {
    StringWriter written = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(written)) {
      json.writeStartObject();
      for (int i = 0; i < names.length; i++) {
        String text = texts.apply(i);
        if (text != null) {
          json.writeFieldName(names[i]);
          write(json, types[i], text);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written.toString();
  }

  private void write(JsonGenerator json, DataType type, String text) throws IOException {
    boolean isString = type == null || !(isBare(type) && isValue(type, text));
    if (isString) {
      json.writeString(text);
    } else {
      json.writeRawValue(text);
    }
  }

  private static boolean isBare(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType || NestedText.isNested(type);
  }

  private boolean isValue(DataType type, String text) {
    if (cursor == null) {
      cursor = new JsonCursor();
    }
    try {
      cursor.begin(text.getBytes(StandardCharsets.UTF_8));
      int next = cursor.peek();
      boolean hasParts = next == '{' || next == '[';
      cursor.skip();
      cursor.finish();
      return hasParts == NestedText.isNested(type) && next != '"' && next != 'n';
    } catch (JsonFault e) {
      return false;
    }
  }
}
