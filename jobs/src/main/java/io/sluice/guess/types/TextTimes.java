// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.refine.FieldParser;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Dates and times in columns that stay text, of which SQL makes what they are. */
final class TextTimes {
  private TextTimes() {}

  /**
   * Text in place of a date or a time.
   *
   * @param times the type and the formats that its texts have
   * @param written how a text of the sample is written where the formats take it
   */
  static Typing of(
      Typing times,
      GuessContext context,
      UnaryOperator<String> written,
      String evidence,
      boolean isDoubtful) {
    FieldParser parser = context.parsers().of(times.type(), times.formats(), context.zone());
    boolean isLocal =
        times.type().equals(DataTypes.TimestampType)
            && !context.zone().normalized().equals(ZoneOffset.UTC)
            && times.formats().stream().noneMatch(format -> format.matches(".*(X|VV)"));
    Conversion conversion =
        new Conversion(
            isLocal
                ? "to_utc_timestamp(%s, '%s')".formatted(sql(times), context.zone())
                : sql(times),
            times.type(),
            text -> parser.parse(UTF8String.fromString(written.apply(text))));
    Typing text =
        new Typing(
            DataTypes.StringType,
            List.of(),
            evidence,
            times.strays(),
            Optional.of(conversion),
            isDoubtful);
    return isLocal
        ? text.withDoubt(
            "SQL refuses no time that the clocks of %s skip or have twice"
                .formatted(context.zone()))
        : text;
  }

  /** The last format is the one that fails for a text that has none of them. */
  private static String sql(Typing times) {
    List<String> formats = times.formats();
    boolean isDate = times.type().equals(DataTypes.DateType);
    String last = literal(formats.get(formats.size() - 1));
    if (formats.size() == 1) {
      return (isDate ? "to_date" : "to_timestamp") + "(%1$s, " + last + ")";
    }
    List<String> tried = new ArrayList<>();
    for (String format : formats.subList(0, formats.size() - 1)) {
      tried.add("try_to_timestamp(%1$s, " + literal(format) + ")");
    }
    tried.add("to_timestamp(%1$s, " + last + ")");
    String time = "coalesce(" + String.join(", ", tried) + ")";
    return isDate ? "to_date(" + time + ")" : time;
  }

  /** In the other quotes where it has some itself: in SQL of Spark, doubled ones are none. */
  private static String literal(String format) {
    return format.contains("'") ? '"' + format + '"' : "'" + format + "'";
  }
}
