// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.column.Values;
import io.sluice.text.Escaped;
import io.sluice.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The shapes of fields of many JSON objects, each merged from all of its values. */
final class JsonShapes {
  /** Objects that have many names, of which each has few, are dictionaries. */
  private static final int MANY_NAMES = 20;

  private static final double FEW = 0.3;

  private final List<String> leftOut = new ArrayList<>();

  /** Fields of records; one that is several things is left out. */
  List<SampleField> fields(List<JsonNode> objects) {
    return fields("", objects, true);
  }

  /** Reasons why fields are left out, one a line. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /**
   * @param areRecords whether the objects are one for each record, null where it has none
   */
  private List<SampleField> fields(String path, List<JsonNode> objects, boolean areRecords) {
    List<SampleField> fields = new ArrayList<>();
    Map<String, String> names = new LinkedHashMap<>();
    for (JsonNode object : objects) {
      if (object != null) {
        object.fieldNames().forEachRemaining(name -> names.putIfAbsent(name, name));
      }
    }
    Map<String, String> seen = new LinkedHashMap<>();
    for (String name : names.keySet()) {
      String twin = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (twin != null && !path.isEmpty()) {
        leaveOut(path + name, "it differs from %s in upper and lower case alone".formatted(twin));
        continue;
      }
      List<JsonNode> values =
          objects.stream().map(object -> object == null ? null : orNull(object.get(name))).toList();
      shape(path + name, values, areRecords)
          .ifPresent(
              shape ->
                  fields.add(
                      new SampleField(
                          name, shape, areRecords ? texts(values) : new Values(List.of()))));
    }
    return fields;
  }

  private Optional<Shape> shape(String path, List<JsonNode> values, boolean areRecords) {
    List<JsonNode> present = values.stream().filter(value -> value != null).toList();
    if (present.stream().allMatch(JsonNode::isValueNode)) {
      return Optional.of(new Shape.Texts(texts(values)));
    } else if (present.stream().allMatch(JsonNode::isObject)) {
      return object(path, values, present, areRecords);
    } else if (present.stream().allMatch(JsonNode::isArray)) {
      List<JsonNode> elements =
          present.stream()
              .flatMap(array -> StreamSupport.stream(array.spliterator(), false))
              .map(JsonShapes::orNull)
              .toList();
      return shape(path + "[]", elements, false).map(Shape.Array::new);
    }
    leaveOut(path, "it is an object or an array in some records, and another thing in others");
    return Optional.empty();
  }

  private Optional<Shape> object(
      String path, List<JsonNode> values, List<JsonNode> present, boolean areRecords) {
    long names = present.stream().flatMap(JsonShapes::names).distinct().count();
    double each = present.stream().mapToInt(JsonNode::size).average().orElse(0);
    if (names == 0) {
      return Optional.of(new Shape.Dictionary(new Shape.Texts(new Values(List.of()))));
    } else if (names > MANY_NAMES && each < FEW * names) {
      List<JsonNode> all =
          present.stream()
              .flatMap(object -> StreamSupport.stream(object.spliterator(), false))
              .map(JsonShapes::orNull)
              .toList();
      return shape(path + "{}", all, false).map(Shape.Dictionary::new);
    }
    List<SampleField> fields = fields(path + ".", values, areRecords);
    return fields.isEmpty() ? Optional.empty() : Optional.of(new Shape.Struct(fields));
  }

  private static java.util.stream.Stream<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names.stream();
  }

  private void leaveOut(String path, String why) {
    leftOut.add("%s: %s".formatted(Escaped.quoted(path), why));
  }

  private static JsonNode orNull(JsonNode value) {
    return value == null || value.isNull() ? null : value;
  }

  private static Values texts(List<JsonNode> values) {
    return new Values(values.stream().map(value -> value == null ? null : text(value)).toList());
  }

  /** The text of a value, with the digits that it is written with; of one with parts as JSON. */
  private static String text(JsonNode value) {
    if (value.isContainerNode()) {
      return Json.line(value);
    }
    return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
  }
}
