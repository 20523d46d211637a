// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.spark.RowBytes;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Texts of raw records. Public because generated code calls it. */
public final class RawText implements Serializable {
  private static final long serialVersionUID = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final RecordTyper typer;
  private final RowBytes bytes;
  private final String[] names;
  private final int field;

  /**
   * @param names of the fields
   * @param field whose text {@link #text} gives
   */
  RawText(RecordTyper typer, RowBytes bytes, String[] names, int field) {
    this.typer = typer;
    this.bytes = bytes;
    this.names = names.clone();
    this.field = field;
  }

  /** One field's text. */
  public UTF8String text(byte[] raw) {
    return typer.text(typer.raw(bytes.row(raw), field), field);
  }

  /** The record's line where that couldn't be split, else its fields' texts as JSON. */
  public UTF8String record(byte[] raw) {
    InternalRow record = bytes.row(raw);
    if (!record.isNullAt(names.length)) {
      return record.getUTF8String(names.length);
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (int i = 0; i < names.length; i++) {
        UTF8String value = typer.text(typer.raw(record, i), i);
        json.writeFieldName(names[i]);
        if (value == null) {
          json.writeNull();
        } else {
          json.writeString(value.toString());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UTF8String.fromString(text.toString());
  }
}
