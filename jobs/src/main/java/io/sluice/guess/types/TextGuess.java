// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import io.sluice.pipeline.SqlName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;

/** Text, which everything is. */
final class TextGuess implements TypeGuess {
  private static final int FEW = 8;
  private static final Set<String> TRUE = Set.of("yes", "y", "j", "ja", "on", "t", "wahr", "x");
  private static final Set<String> FALSE = Set.of("no", "n", "nein", "off", "f", "falsch");

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    return Optional.of(Typing.of(DataTypes.StringType, evidence(name, values)));
  }

  private static String evidence(ColumnName name, Values values) {
    Set<String> distinct = values.distinct();
    if (distinct.size() <= FEW
        && distinct.stream()
            .map(TextGuess::word)
            .allMatch(text -> TRUE.contains(text) || FALSE.contains(text))) {
      return "not BOOLEAN, which is true or false: %s; in transformations.sql, %s would be one"
          .formatted(shown(distinct), condition(name, distinct));
    }
    if (values.all(text -> text.strip().matches("\\d{1,2}:\\d{2}(:\\d{2})?"))) {
      return values.counted() + " are a time of day, for which there is no type";
    }
    int longest = values.present().stream().mapToInt(String::length).max().orElse(0);
    String texts =
        "text of up to %d %s".formatted(longest, longest == 1 ? "character" : "characters");
    return distinct.size() == 1
        ? texts + ", the same in each record"
        : texts + ", %d of %d different".formatted(distinct.size(), values.present().size());
  }

  /** True where the texts say yes. */
  private static String condition(ColumnName name, Set<String> texts) {
    String column = "lower(" + SqlName.of(name.text()) + ")";
    return texts.stream()
        .map(TextGuess::word)
        .filter(TRUE::contains)
        .findFirst()
        .map(text -> column + " = '" + text + "'")
        .orElseGet(() -> column + " <> '" + word(texts.iterator().next()) + "'");
  }

  private static String word(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private static String shown(Set<String> texts) {
    return texts.stream()
        .sorted()
        .map(io.sluice.text.Escaped::quoted)
        .collect(Collectors.joining(", "));
  }
}
