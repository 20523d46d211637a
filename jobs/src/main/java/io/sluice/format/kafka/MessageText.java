// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.kafka;

import io.sluice.pipeline.KafkaOptions;
import io.sluice.pipeline.KafkaOptions.ValueFormat;
import io.sluice.pipeline.Source;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes one JSON text of a message: its value, and behind it what else the schema asks for, so that
 * what is wrong with a value is found at its place. Bytes stay as they came; whether they are text
 * is checked by their reader. Public because generated code calls it.
 */
public final class MessageText implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long MICROS_PER_MILLI = 1_000;

  // the places of LandedMessages.SCHEMA
  private static final int VALUE = 0;
  private static final int KEY = 1;
  private static final int HEADERS = 2;
  private static final int TIMESTAMP = 3;
  private static final int TOPIC = 4;
  private static final int PARTITION = 5;
  private static final int OFFSET = 6;

  private final boolean isText;
  private final HashSet<String> asked;

  MessageText(Source source) {
    this.isText = KafkaFormat.options(source).valueFormat() == ValueFormat.TEXT;
    this.asked = new HashSet<>(Arrays.asList(source.schema().fieldNames()));
    asked.removeIf(name -> !KafkaOptions.isMetadata(name));
  }

  /** The record that a message is; null where it has no value. */
  public UTF8String record(InternalRow message) {
    if (message.isNullAt(VALUE)) {
      return null;
    }
    byte[] value = message.getBinary(VALUE);
    ByteArrayOutputStream text = new ByteArrayOutputStream(value.length + 64);
    if (isText) {
      text.writeBytes(ascii("{\"" + KafkaOptions.VALUE + "\":"));
      quote(text, value);
      metadata(text, message, asked, /* isFirst */ false);
      text.write('}');
    } else {
      int open = firstOf(value);
      int close = lastOf(value);
      if (asked.isEmpty() || open >= close || value[open] != '{' || value[close] != '}') {
        return UTF8String.fromBytes(value);
      }
      text.write(value, 0, close);
      metadata(text, message, asked, isBlank(value, open + 1, close));
      text.write(value, close, value.length - close);
    }
    return UTF8String.fromBytes(text.toByteArray());
  }

  /** What a message without a value has; null for any other. */
  public UTF8String tombstone(InternalRow message) {
    if (!message.isNullAt(VALUE)) {
      return null;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write('{');
    metadata(
        text,
        message,
        Set.of(
            KafkaOptions.KEY,
            KafkaOptions.TIMESTAMP,
            KafkaOptions.TOPIC,
            KafkaOptions.PARTITION,
            KafkaOptions.OFFSET),
        /* isFirst */ true);
    text.write('}');
    // Quarantine keeps it as it is, and has only text.
    return UTF8String.fromString(text.toString(StandardCharsets.UTF_8));
  }

  private static void metadata(
      ByteArrayOutputStream text, InternalRow message, Set<String> asked, boolean isFirst) {
    boolean first = isFirst;
    for (String name :
        List.of(
            KafkaOptions.TOPIC,
            KafkaOptions.PARTITION,
            KafkaOptions.OFFSET,
            KafkaOptions.TIMESTAMP,
            KafkaOptions.KEY,
            KafkaOptions.HEADERS)) {
      if (asked.contains(name)) {
        text.writeBytes(ascii((first ? "\"" : ",\"") + name + "\":"));
        first = false;
        write(text, message, name);
      }
    }
  }

  private static void write(ByteArrayOutputStream text, InternalRow message, String name) {
    switch (name) {
      case KafkaOptions.TOPIC -> quote(text, message.getUTF8String(TOPIC).getBytes());
      case KafkaOptions.PARTITION ->
          text.writeBytes(ascii(Integer.toString(message.getInt(PARTITION))));
      case KafkaOptions.OFFSET -> text.writeBytes(ascii(Long.toString(message.getLong(OFFSET))));
      case KafkaOptions.TIMESTAMP -> {
        long millis = Math.floorDiv(message.getLong(TIMESTAMP), MICROS_PER_MILLI);
        text.writeBytes(ascii(Long.toString(millis)));
      }
      case KafkaOptions.KEY -> quote(text, message.isNullAt(KEY) ? null : message.getBinary(KEY));
      default -> headers(text, message.isNullAt(HEADERS) ? null : message.getArray(HEADERS));
    }
  }

  private static void headers(ByteArrayOutputStream text, ArrayData headers) {
    text.write('[');
    for (int i = 0; headers != null && i < headers.numElements(); i++) {
      InternalRow header = headers.getStruct(i, 2 /* fields */);
      text.writeBytes(ascii(i == 0 ? "{\"key\":" : ",{\"key\":"));
      quote(text, header.isNullAt(0) ? null : header.getUTF8String(0).getBytes());
      text.writeBytes(ascii(",\"value\":"));
      quote(text, header.isNullAt(1) ? null : header.getBinary(1));
      text.write('}');
    }
    text.write(']');
  }

  /** Writes bytes as a string of JSON, in which only what has to be escaped is. */
  private static void quote(ByteArrayOutputStream text, byte[] bytes) {
    if (bytes == null) {
      text.writeBytes(ascii("null"));
      return;
    }
    text.write('"');
    for (byte b : bytes) {
      if (b == '"' || b == '\\') {
        text.write('\\');
        text.write(b);
      } else if (b >= 0 && b < ' ') {
        text.writeBytes(ascii("\\u%04x".formatted(b)));
      } else {
        text.write(b);
      }
    }
    text.write('"');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isBlank(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static int firstOf(byte[] bytes) {
    int first = 0;
    while (first < bytes.length && isBlank(bytes[first])) {
      first++;
    }
    return first;
  }

  private static int lastOf(byte[] bytes) {
    int last = bytes.length - 1;
    while (last >= 0 && isBlank(bytes[last])) {
      last--;
    }
    return last;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
