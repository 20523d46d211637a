// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import java.io.Serializable;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.RebaseDateTime;

/**
 * Calendar of a file's dates and times. By the format's specification it is the proleptic Gregorian
 * one; Spark before 3.0 wrote the hybrid calendar, Julian before 1582-10-15, and local mean times
 * before there were time zones.
 *
 * @param julian whether days before 1582-10-15 are Julian
 * @param zone of the writer, which its times before 1900 depend on; empty where it is unknown
 * @param int96 whether Spark knows the calendar of old INT96 values
 */
record Calendar(boolean julian, String zone, boolean int96) implements Serializable {
  private static final String VERSION = "org.apache.spark.version";
  private static final String ZONE = "org.apache.spark.timeZone";
  private static final String LEGACY = "org.apache.spark.legacyDateTime";

  /** Spark has noted this longer than its version. */
  private static final String ROW = "org.apache.spark.sql.parquet.row.metadata";

  private static final String FIRST_PROLEPTIC = "3.0.0";

  static Calendar of(Map<String, String> notes) {
    String version = notes.get(VERSION);
    boolean julian =
        version == null
            ? notes.containsKey(ROW)
            : version.compareTo(FIRST_PROLEPTIC) < 0 || notes.containsKey(LEGACY);
    return new Calendar(
        julian, julian ? notes.getOrDefault(ZONE, "") : "", version != null || !julian);
  }

  int day(int day) {
    return julian ? RebaseDateTime.rebaseJulianToGregorianDays(day) : day;
  }

  /** Says whether a time can't be told, since it depends on the writer's zone. */
  boolean isUnknown(long micros) {
    return julian && zone.isEmpty() && micros < RebaseDateTime.lastSwitchJulianTs();
  }

  long micros(long micros) {
    return julian && !zone.isEmpty()
        ? RebaseDateTime.rebaseJulianToGregorianMicros(zone, micros)
        : micros;
  }
}
