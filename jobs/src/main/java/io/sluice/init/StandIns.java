// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.column.ColumnName;
import io.sluice.column.PersonalData;
import io.sluice.guess.types.FieldGuess;
import io.sluice.text.Json;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;

/**
 * Made-up texts in place of those that tell of persons: what is different stays different, and what
 * is equal stays equal. Numbers and dates stay, since others might break a rule.
 */
final class StandIns {
  private final Map<String, Map<String, String>> known = new HashMap<>();

  String of(FieldGuess field, String text) {
    if (field.hasParts()) {
      return Json.line(inParts(field.name(), Json.exact(text)));
    }
    return field.type().equals(DataTypes.StringType) ? of(field.name(), text) : text;
  }

  /**
   * The text in place of one of a personal field.
   *
   * @param path its name, of one within objects with those that lead to it
   */
  String of(String path, String text) {
    String name = path.replaceFirst("^.*\\.", "");
    Map<String, String> texts = known.computeIfAbsent(name, unseen -> new HashMap<>());
    return texts.computeIfAbsent(text, unseen -> madeUp(name, unseen, texts.size() + 1));
  }

  /** The texts within a value that has parts. */
  private JsonNode inParts(String name, JsonNode value) {
    if (value instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(field -> object.set(field, inParts(field, object.get(field))));
    } else if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, inParts(name, array.get(i)));
      }
    } else if (value.isTextual() && PersonalData.isIn(new ColumnName(name), value.asText())) {
      return TextNode.valueOf(of(name, value.asText()));
    }
    return value;
  }

  private static String madeUp(String name, String text, int number) {
    if (text.contains("@")) {
      return "person%d@example.com".formatted(number);
    } else if (text.matches("[+0-9][0-9 ()/-]+")) {
      return "+49 30 000%04d".formatted(number);
    }
    return "%s %d".formatted(name, number);
  }
}
