// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.intake.RecordWriter;
import io.sluice.pipeline.JsonOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** Writes records as JSON: an object a line, and brackets around them where they are a document. */
record JsonRecordWriter(WrittenRecord record, JsonOptions options) implements RecordWriter {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public void write(OutputStream out, Iterator<List<String>> records) throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    if (options.multiLine()) {
      for (String name : options.records()) {
        text.write("{" + quoted(name) + ": ");
      }
      text.write("[\n");
    }
    while (records.hasNext()) {
      text.write(written(records.next()));
      text.write(options.multiLine() && records.hasNext() ? ",\n" : "\n");
    }
    if (options.multiLine()) {
      text.write("]" + "}".repeat(options.records().size()) + "\n");
    }
    text.flush();
  }

  /** A record with too many values is an array of them, which is JSON, and no record. */
  private String written(List<String> values) throws IOException {
    if (values.size() <= record.length()) {
      return record.text(i -> values.get(i).isEmpty() ? null : values.get(i));
    }
    StringWriter array = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(array)) {
      json.writeArray(values.toArray(String[]::new), 0, values.size());
    }
    return array.toString();
  }

  private static String quoted(String text) throws IOException {
    StringWriter quoted = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(quoted)) {
      json.writeString(text);
    }
    return quoted.toString();
  }
}
