// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

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
    if (!field.type().equals(DataTypes.StringType)) {
      return text;
    }
    Map<String, String> texts = known.computeIfAbsent(field.name(), name -> new HashMap<>());
    return texts.computeIfAbsent(text, unseen -> madeUp(field, unseen, texts.size() + 1));
  }

  private static String madeUp(FieldGuess field, String text, int number) {
    if (text.contains("@")) {
      return "person%d@example.com".formatted(number);
    } else if (text.matches("[+0-9][0-9 ()/-]+")) {
      return "+49 30 000%04d".formatted(number);
    }
    return "%s %d".formatted(field.name(), number);
  }
}
