// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.author.CaseTable.Line;
import io.sluice.author.CaseTable.Name;
import io.sluice.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A JSON file of a case: an array of objects, or an object a line. What an object doesn't name is
 * null; an object or array within it is a value, as its JSON text.
 */
final class JsonText {
  /** Numbers keep the digits that are written. */
  private static final JsonMapper JSON =
      JsonMapper.builder(new JsonFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(new JsonNodeFactory(/* bigDecimalExact */ true))
          .build();

  /** Jackson's hint at an unclosed bracket's start: it would hold half the file's text. */
  private static final Pattern START_MARKER = Pattern.compile(" \\(start marker.*", Pattern.DOTALL);

  private final String file;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final List<Integer> lines = new ArrayList<>();
  private final List<Map<String, String>> objects = new ArrayList<>();

  private JsonText(String file) {
    this.file = file;
  }

  /**
   * @param file what to call it in messages
   */
  static CaseTable parse(String file, String text) {
    JsonText json = new JsonText(file);
    try (JsonParser parser = JSON.createParser(text)) {
      json.read(parser);
    } catch (JsonProcessingException e) {
      throw CaseTable.wrong(
          file,
          e.getLocation().getLineNr(),
          "it is no JSON: " + START_MARKER.matcher(e.getOriginalMessage()).replaceAll(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text has no trouble of this kind
    }
    return json.table();
  }

  private void read(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw CaseTable.wrong(file, "it is empty; write [] where there are no rows");
    }
    boolean inArray = token == JsonToken.START_ARRAY;
    if (inArray) {
      token = parser.nextToken();
    }
    while (token != null && token != JsonToken.END_ARRAY) {
      add(parser);
      token = parser.nextToken();
    }
    if (inArray && parser.nextToken() != null) {
      throw wrong(parser, "something follows the array; put all rows into it");
    }
  }

  private void add(JsonParser parser) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(parser, "a row is an object, such as {\"id\": 1}");
    }
    JsonNode object = JSON.readTree(parser);
    if (object.isEmpty()) {
      throw CaseTable.wrong(file, line, "the object is empty; name at least one column");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      columns.putIfAbsent(field.getKey(), line);
      values.put(field.getKey(), text(field.getValue()));
    }
    lines.add(line);
    objects.add(values);
  }

  private CaseTable table() {
    List<Line> rows = new ArrayList<>();
    for (Map<String, String> object : objects) {
      rows.add(
          new Line(lines.get(rows.size()), columns.keySet().stream().map(object::get).toList()));
    }
    return new CaseTable(
        file,
        columns.entrySet().stream().map(each -> new Name(each.getKey(), each.getValue())).toList(),
        rows);
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (value.isBigDecimal()) {
      return value.decimalValue().toPlainString();
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private Problem wrong(JsonParser parser, String why) {
    return CaseTable.wrong(file, parser.currentTokenLocation().getLineNr(), why);
  }
}
