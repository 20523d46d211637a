// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;

/** Text, which everything is. */
final class TextGuess implements TypeGuess {
  private static final int FEW = 8;
  private static final Set<String> TRUTHS =
      Set.of("yes", "no", "y", "n", "j", "ja", "nein", "on", "off", "t", "f", "wahr", "falsch");

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    return Optional.of(Typing.of(DataTypes.StringType, evidence(name, values)));
  }

  private static String evidence(ColumnName name, Values values) {
    Set<String> distinct = values.distinct();
    if (distinct.size() <= FEW
        && distinct.stream()
            .allMatch(text -> TRUTHS.contains(text.strip().toLowerCase(Locale.ROOT)))) {
      return "not BOOLEAN, which is true or false: %s; in transformations.sql, lower(%s) = '%s' would be one"
          .formatted(
              shown(distinct),
              name.text(),
              distinct.iterator().next().strip().toLowerCase(Locale.ROOT));
    }
    Optional<String> money =
        values.first(
            text ->
                text.strip().matches("[$€£¥]\\s?[\\d.,' ]+|[\\d.,' ]+\\s?([$€£¥%]|EUR|USD|CHF)"));
    if (money.isPresent() && values.all(text -> text.matches(".*\\d.*"))) {
      return "numbers with a sign, which no type of numbers takes: replace() and cast() in transformations.sql make one";
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

  private static String shown(Set<String> texts) {
    return texts.stream()
        .sorted()
        .map(io.sluice.text.Escaped::quoted)
        .collect(Collectors.joining(", "));
  }
}
