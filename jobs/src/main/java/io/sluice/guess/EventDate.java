// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;

/**
 * The event date of a table.
 *
 * @param name its column
 * @param expression where transformations.sql has to compute it
 * @param column what it is taken from; empty where it is the day on which a file landed
 * @param zone whose day it is
 */
public record EventDate(
    String name,
    Optional<String> expression,
    Optional<OutputColumn> column,
    ZoneId zone,
    String why) {
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** The day on which a record's file lands, where its records have no time. */
  static EventDate ofLanding(String name, String why) {
    return new EventDate(
        name, Optional.of("to_date(_landed_at)"), Optional.empty(), ZoneId.of("UTC"), why);
  }

  static EventDate of(OutputColumn date, String why) {
    return new EventDate(date.name(), Optional.empty(), Optional.of(date), ZoneId.of("UTC"), why);
  }

  /** The day of a time, by the clocks of a zone. */
  static EventDate ofTime(String name, OutputColumn time, ZoneId zone, String why) {
    String local =
        zone.normalized().equals(java.time.ZoneOffset.UTC)
            ? time.expression()
            : "from_utc_timestamp(%s, '%s')".formatted(time.expression(), zone);
    return new EventDate(name, Optional.of("to_date(" + local + ")"), Optional.of(time), zone, why);
  }

  /** Returns whether it is the day on which a file landed. */
  public boolean isOfLanding() {
    return column.isEmpty();
  }

  /** Days since 1970 of a record's date; null where it has none. */
  Integer day(int record, Instant landedAt) {
    if (column.isEmpty()) {
      return (int) landedAt.truncatedTo(ChronoUnit.DAYS).atZone(zone).toLocalDate().toEpochDay();
    }
    Object value = column.get().value(record);
    if (value == null || column.get().type().equals(DataTypes.DateType)) {
      return (Integer) value;
    }
    Instant time = Instant.ofEpochSecond(Math.floorDiv((Long) value, MICROS_PER_SECOND));
    return (int) time.atZone(zone).toLocalDate().toEpochDay();
  }
}
