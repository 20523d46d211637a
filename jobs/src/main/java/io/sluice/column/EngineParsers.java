// SPDX-License-Identifier: Apache-2.0
package io.sluice.column;

import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.Format;
import io.sluice.pipeline.FormatOptions;
import io.sluice.pipeline.NumberSeparators;
import io.sluice.pipeline.Source;
import io.sluice.refine.FieldParser;
import io.sluice.times.AmbiguousTimes;
import io.sluice.times.Times;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The parsers that read values of files that land, asked what they would make of a sample's. So a
 * guess can't differ from what becomes of the files.
 *
 * @param numbers separators of the sample's numbers
 */
public record EngineParsers(NumberSeparators numbers) {
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** Options of a source whose values are the only thing that matters. */
  private record Separated(NumberSeparators numbers) implements FormatOptions {}

  /**
   * A parser of one type.
   *
   * @param formats of dates and times, in the order in which they are tried
   * @param zone of times without one
   */
  public FieldParser of(DataType type, List<String> formats, ZoneId zone) {
    Times times = new Times(formats, formats, zone, AmbiguousTimes.QUARANTINE);
    return FieldParser.of(
        type,
        new Source(
            Format.CSV,
            "*",
            1 /* file */,
            new Separated(numbers),
            new StructType(),
            times,
            Integer.MAX_VALUE,
            ExtraColumns.REPORT,
            true /* archive */,
            Set.of()));
  }

  /** Number of values that aren't of a type. */
  public long refused(Values values, DataType type, List<String> formats) {
    FieldParser parser = of(type, formats, UTC);
    return values.count(text -> parser.parse(UTF8String.fromString(text)) == null);
  }

  /** Returns whether every value is of a type, and there is one. */
  public boolean takeAll(Values values, DataType type) {
    FieldParser parser = of(type, List.of(), UTC);
    return !values.isEmpty()
        && values.all(text -> parser.parse(UTF8String.fromString(text)) != null);
  }
}
