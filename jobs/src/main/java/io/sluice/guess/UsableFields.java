// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.pipeline.SqlName;
import io.sluice.sample.SampleField;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fields that a schema can name, and the reasons why it can't name others.
 *
 * @param leftOut one a line
 */
record UsableFields(List<SampleField> fields, List<String> leftOut) {

  static UsableFields of(List<SampleField> all) {
    Map<String, Integer> counts = new HashMap<>();
    all.forEach(field -> counts.merge(lower(field), 1, Integer::sum));
    List<SampleField> fields = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      SampleField field = all.get(i);
      String why = why(field, counts.get(lower(field)));
      if (why.isEmpty()) {
        fields.add(field);
      } else {
        leftOut.add("column %d, %s: %s".formatted(i + 1, Escaped.quoted(field.name()), why));
      }
    }
    return new UsableFields(List.copyOf(fields), List.copyOf(leftOut));
  }

  private static String why(SampleField field, int count) {
    if (field.name().isBlank()) {
      return "it has no name; give it one in the files to take it in";
    } else if (count > 1) {
      return "the name occurs %d times, whether in upper or lower case; give each its own in the files to take them in"
          .formatted(count);
    } else if (field.name().startsWith("_")) {
      return "names that start with _ are Sluice's own; rename it in the files to take it in";
    } else if (field.name().contains("${") || !SqlName.isOfSchema(field.name())) {
      return "a schema can't have such a name; rename it in the files to take it in";
    }
    return "";
  }

  private static String lower(SampleField field) {
    return field.name().toLowerCase(Locale.ROOT);
  }
}
