// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.author.RowDifference.Pair;
import io.sluice.spark.NestedText;
import io.sluice.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * Makes the JSON text of expected rows say what came out. Objects that are right stay as they are,
 * and of others whatever is right in them.
 */
final class JsonRewrite {
  private static final JsonFactory JSON = new JsonFactory();

  /** An object over several lines, and how far its fields are indented, and its end. */
  private static final Pattern LINES =
      Pattern.compile("\\{\\s*\\n([ \\t]*)\".*\\n([ \\t]*)}", Pattern.DOTALL);

  private final String text;
  private final CaseDifference difference;

  private JsonRewrite(String text, CaseDifference difference) {
    this.text = text;
    this.difference = difference;
  }

  /**
   * @param text an array of objects, or objects one after the other, as {@link JsonText} takes them
   */
  static String of(String text, CaseDifference difference) {
    try (JsonParser parser = JSON.createParser(text)) {
      return new JsonRewrite(text, difference).rewritten(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text has no trouble of this kind
    }
  }

  private String rewritten(JsonParser parser) throws IOException {
    boolean isArray = parser.nextToken() == JsonToken.START_ARRAY;
    List<String> objects = new ArrayList<>();
    Map<Integer, Pair> changed = new HashMap<>();
    difference.rows().changed().forEach(pair -> changed.put(pair.expected().row(), pair));
    List<Integer> missing =
        difference.rows().missing().stream().map(RowDifference.Expected::row).toList();
    List<String> written = written(parser, isArray);
    for (int i = 0; i < written.size(); i++) {
      if (!missing.contains(i)) {
        String object = written.get(i);
        objects.add(changed.containsKey(i) ? changed(object, changed.get(i)) : object);
      }
    }
    difference.rows().unexpected().forEach(row -> objects.add(oneLine(object(row))));
    if (!isArray) {
      return String.join("\n", objects) + "\n";
    }
    return objects.isEmpty()
        ? "[]\n"
        : objects.stream().collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
  }

  /** The objects as they are written. */
  private List<String> written(JsonParser parser, boolean isArray) throws IOException {
    List<String> written = new ArrayList<>();
    JsonToken token = isArray ? parser.nextToken() : parser.currentToken();
    for (; token == JsonToken.START_OBJECT; token = parser.nextToken()) {
      int begin = (int) parser.currentTokenLocation().getCharOffset();
      parser.skipChildren();
      int end = (int) parser.currentLocation().getCharOffset();
      written.add(text.substring(begin, end));
    }
    return written;
  }

  /** The object with the values that came, where they differ. */
  private String changed(String object, Pair pair) {
    ObjectNode node = (ObjectNode) Json.exact(object);
    List<String> columns = difference.rows().columns();
    for (int i = 0; i < columns.size(); i++) {
      if (!Objects.equals(pair.expected().values().get(i), pair.found().get(i))) {
        node.set(columns.get(i), value(columns.get(i), pair.found().get(i)));
      }
    }
    Matcher lines = LINES.matcher(object);
    return lines.matches()
        ? fields(node).stream()
            .map(field -> lines.group(1) + field)
            .collect(Collectors.joining(",\n", "{\n", "\n" + lines.group(2) + "}"))
        : oneLine(node);
  }

  private ObjectNode object(List<String> row) {
    ObjectNode node = Json.object();
    List<String> columns = difference.rows().columns();
    for (int i = 0; i < columns.size(); i++) {
      node.set(columns.get(i), value(columns.get(i), row.get(i)));
    }
    return node;
  }

  private JsonNode value(String column, String text) {
    if (text == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    DataType type = difference.schema().apply(column).dataType();
    boolean isBare = type instanceof NumericType || type instanceof BooleanType;
    if (isBare || NestedText.isNested(type)) {
      try {
        return Json.exact(text);
      } catch (IllegalArgumentException e) {
        // NaN and Infinity are no JSON
      }
    }
    return JsonNodeFactory.instance.textNode(text);
  }

  private static String oneLine(ObjectNode node) {
    return fields(node).stream().collect(Collectors.joining(", ", "{", "}"));
  }

  private static List<String> fields(ObjectNode node) {
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      fields.add(Json.line(field.getKey()) + ": " + field.getValue());
    }
    return fields;
  }
}
