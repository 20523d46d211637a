// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.format.json.JsonRecords;
import io.sluice.pipeline.Format;
import io.sluice.pipeline.JsonOptions;
import io.sluice.record.FieldFaults;
import io.sluice.sample.Sample.Remark;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import io.sluice.unpack.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads samples of JSON: an object a line, or a document that is one or holds an array of them. */
final class JsonSampleReader implements SampleReader {
  private static final String FORMAT = "JSON";

  @Override
  public boolean takes(byte[] head) {
    String text =
        new String(head, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").stripLeading();
    return text.startsWith("{") || text.startsWith("[");
  }

  @Override
  public Sample read(Storage storage, Path file, Optional<String> recordsPath) {
    SampleBytes bytes = SampleBytes.of(storage, file, Set.of(FileKind.JSON), FORMAT);
    SampleProblems problems = new SampleProblems(file);
    JsonLayout layout = JsonLayout.of(bytes.bytes(), recordsPath);
    List<String> texts = texts(bytes.bytes(), layout, problems);
    boolean isWhole = bytes.isWhole() && texts.size() <= SampleBytes.MOST_RECORDS;
    List<String> records = new ArrayList<>();
    List<JsonNode> objects = new ArrayList<>();
    int others = 0;
    for (String text : texts.subList(0, Math.min(texts.size(), SampleBytes.MOST_RECORDS))) {
      JsonNode object = object(text);
      if (object == null) {
        others++;
      } else {
        records.add(text);
        objects.add(object);
      }
    }
    if (objects.isEmpty()) {
      throw problems.of(
          "there is no JSON object in it that could be a record; give --from a file with some");
    }
    Map<String, Remark> remarks = new LinkedHashMap<>();
    remarks.put(layout.options().multiLine() ? "multi-line" : "layout", layout.remark());
    if (!layout.options().records().isEmpty()) {
      remarks.put("records", layout.remark());
      remarks.remove("multi-line");
    }
    if (others > 0) {
      remarks.put(
          "lines",
          new Remark(
              others + " left out",
              "they are no JSON object, so that they are quarantined where they land",
              true));
    }
    JsonShapes shapes = new JsonShapes();
    List<SampleField> fields = shapes.fields(objects);
    if (fields.isEmpty()) {
      throw problems.of("its records have no field");
    }
    return new Sample(
        Format.JSON,
        layout.options(),
        fields,
        shapes.leftOut(),
        objects.size(),
        isWhole,
        remarks,
        Optional.of((schema, record) -> raw(records.get(record))));
  }

  private static List<String> texts(byte[] bytes, JsonLayout layout, SampleProblems problems) {
    int most = SampleBytes.MOST_RECORDS + 1;
    JsonOptions options = layout.options();
    if (!options.multiLine()) {
      return new String(bytes, StandardCharsets.UTF_8)
          .replaceFirst("^\uFEFF", "")
          .lines()
          .filter(line -> !line.isBlank())
          .limit(most)
          .toList();
    }
    try {
      return JsonRecords.of(bytes, options.records(), most);
    } catch (IllegalArgumentException e) {
      throw problems.rejected(e.getMessage());
    }
  }

  /** The object that a text is; null where it is none. */
  private static JsonNode object(String text) {
    try {
      JsonNode node = Json.exact(text);
      return node.isObject() ? node : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The record's text, and nothing wrong with it. */
  private static InternalRow raw(String text) {
    return new GenericInternalRow(
        new Object[] {UTF8String.fromString(text), null, FieldFaults.FIT});
  }
}
