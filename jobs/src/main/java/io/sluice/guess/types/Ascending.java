// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.EngineParsers;
import io.sluice.column.TimeFormats;
import io.sluice.column.Values;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Files are mostly written in the order of time, which only one reading of their dates may have.
 */
final class Ascending {
  private static final int ENOUGH = 5;

  private Ascending() {}

  /** Says which reading of a column ascends, or descends, where the other doesn't. */
  static Optional<Boolean> dayFirst(Values values, TimeFormats formats, DataType type) {
    boolean day = isSorted(values, formats.dayFirst(), type);
    boolean month = isSorted(values, formats.monthFirst(), type);
    return day == month || values.distinct().size() < ENOUGH ? Optional.empty() : Optional.of(day);
  }

  private static boolean isSorted(Values values, List<String> formats, DataType type) {
    var parser =
        new EngineParsers(io.sluice.pipeline.NumberSeparators.PLAIN)
            .of(type, formats, java.time.ZoneId.of("UTC"));
    boolean up = true;
    boolean down = true;
    long last = 0;
    boolean isFirst = true;
    for (String text : values.present()) {
      Object value = parser.parse(UTF8String.fromString(text));
      if (value == null) {
        continue;
      }
      long time = ((Number) value).longValue();
      if (!isFirst) {
        up &= time >= last;
        down &= time <= last;
      }
      last = time;
      isFirst = false;
    }
    return up || down;
  }
}
