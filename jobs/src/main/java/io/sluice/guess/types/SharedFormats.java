// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.Values;
import io.sluice.refine.FieldParser;
import io.sluice.times.AmbiguousTimes;
import io.sluice.times.Times;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The formats of all columns, which are one list: a text is read by the first that it fits. Where
 * that would be another column's, the column stays text, and SQL makes a time of it.
 *
 * @param fields some of which may be text now
 */
public record SharedFormats(List<FieldGuess> fields, List<String> timestamps, List<String> dates) {

  /** The formats of fields that were guessed each for itself. */
  public static SharedFormats of(List<FieldGuess> guesses, GuessContext context) {
    List<FieldGuess> fields = new ArrayList<>(guesses);
    Set<String> timestamps = new LinkedHashSet<>();
    Set<String> dates = new LinkedHashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      FieldGuess field = fields.get(i);
      for (Typing part : field.parts()) {
        (part.type().equals(DataTypes.DateType) ? dates : timestamps).addAll(part.formats());
      }
      List<String> own = field.typing().map(Typing::formats).orElse(List.of());
      if (own.isEmpty()) {
        continue;
      }
      Set<String> known = field.type().equals(DataTypes.DateType) ? dates : timestamps;
      Set<String> all = new LinkedHashSet<>(known);
      all.addAll(own);
      if (differ(field.texts(), field.type(), own, List.copyOf(all), context)) {
        fields.set(i, field.with(asText(field, context)));
      } else {
        known.addAll(own);
      }
    }
    return new SharedFormats(List.copyOf(fields), List.copyOf(timestamps), List.copyOf(dates));
  }

  /** How the source has its dates and times written, in the usual way where the sample has none. */
  public Times times(ZoneId zone) {
    return new Times(
        timestamps.isEmpty() ? List.of("yyyy-MM-dd HH:mm:ss") : timestamps,
        dates.isEmpty() ? List.of("yyyy-MM-dd") : dates,
        zone,
        AmbiguousTimes.QUARANTINE);
  }

  /** Says whether a value is another one where more formats are tried. */
  private static boolean differ(
      Values values, DataType type, List<String> own, List<String> all, GuessContext context) {
    FieldParser alone = context.parsers().of(type, own, ZoneId.of("UTC"));
    FieldParser shared = context.parsers().of(type, all, ZoneId.of("UTC"));
    return values
        .first(
            text -> {
              Object value = alone.parse(UTF8String.fromString(text));
              return value != null && !value.equals(shared.parse(UTF8String.fromString(text)));
            })
        .isPresent();
  }

  private static Typing asText(FieldGuess field, GuessContext context) {
    Typing typing = field.typing().orElseThrow();
    return TextTimes.of(
        typing,
        context,
        UnaryOperator.identity(),
        typing.evidence()
            + "; other columns have another order, and one list of formats serves all: it is text here, and transformations.sql reads it",
        true);
  }
}
