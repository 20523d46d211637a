// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.EngineParsers;
import io.sluice.column.TimeFormats;
import io.sluice.column.Values;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;

/**
 * The order of day and month in a sample's dates.
 *
 * @param dayFirst whether the day comes first
 * @param why where that is from, as what follows "read as the day first: "
 * @param isKnown whether any value tells it
 */
record DayOrder(boolean dayFirst, String why, boolean isKnown) {

  /**
   * The order that a sample's columns have.
   *
   * @param decimalComma whether its numbers have a comma before decimals
   */
  static DayOrder of(List<Values> columns, EngineParsers parsers, boolean decimalComma) {
    for (Values values : columns) {
      Optional<Boolean> told =
          TimeFormats.of(values, 0).flatMap(formats -> told(values, formats, parsers));
      if (told.isPresent()) {
        return new DayOrder(told.get(), "another column has days above 12 there", true);
      }
    }
    return decimalComma
        ? new DayOrder(true, "numbers have a decimal comma, as where the day comes first", false)
        : new DayOrder(true, "nothing in the sample tells", false);
  }

  /** The order that the values of one column alone tell; empty where both fit, or none. */
  private static Optional<Boolean> told(Values values, TimeFormats formats, EngineParsers parsers) {
    if (formats.dayFirst().equals(formats.monthFirst())) {
      return Optional.empty();
    }
    boolean day = parsers.refused(values, DataTypes.TimestampType, formats.dayFirst()) == 0;
    boolean month = parsers.refused(values, DataTypes.TimestampType, formats.monthFirst()) == 0;
    return day == month ? Optional.empty() : Optional.of(day);
  }
}
