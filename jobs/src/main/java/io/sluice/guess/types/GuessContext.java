// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.EngineParsers;
import io.sluice.column.Values;
import io.sluice.pipeline.NumberSeparators;
import io.sluice.sample.SampleField;
import io.sluice.sample.Shape;
import java.time.ZoneId;
import java.util.List;

/**
 * What guesses about one column know of the others.
 *
 * @param parsers of the sample's numbers
 * @param order how dates such as 03/04/2026 are read where a column itself doesn't tell
 * @param takesStrays whether a few values among many may be of no type
 * @param zone of times without one
 */
public record GuessContext(
    EngineParsers parsers, DayOrder order, boolean takesStrays, ZoneId zone) {
  /** So few values among so many are taken for mistakes. */
  private static final int VALUES_PER_STRAY = 50;

  /**
   * What the fields of a sample tell of each other.
   *
   * @param numbers separators of its numbers
   */
  public static GuessContext of(
      List<SampleField> fields, NumberSeparators numbers, boolean takesStrays, ZoneId zone) {
    EngineParsers parsers = new EngineParsers(numbers);
    List<Values> texts =
        fields.stream()
            .filter(field -> field.shape() instanceof Shape.Texts)
            .map(SampleField::texts)
            .toList();
    DayOrder order = DayOrder.of(texts, parsers, numbers.decimal().equals(","));
    return new GuessContext(parsers, order, takesStrays, zone);
  }

  /** The most values that may be of no type. */
  long mostStrays(Values values) {
    return takesStrays ? values.present().size() / VALUES_PER_STRAY : 0;
  }
}
