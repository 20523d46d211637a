// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import io.sluice.pipeline.Source;
import io.sluice.spark.NestedText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;

/**
 * Makes deliberately bad records out of good ones, in as many ways as the schema allows: every way
 * breaks a type, a required value or the number of columns, so each such record is quarantined.
 */
final class Spoiler implements Serializable {
  private static final long serialVersionUID = 1;

  /** An id's hash alone decides whether it is bad, and how. */
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private static final int PARTS = 1_000_000;

  private final ArrayList<Way> ways;
  private final double ratio;

  /** One way to be bad: put this text into that column, or (column -1) add a column. */
  private record Way(int column, String text) implements Serializable {}

  /**
   * @param columns the generated columns, in the file's order
   * @param ratio the part of all ids that is bad
   */
  Spoiler(Source source, List<String> columns, double ratio) {
    this.ratio = ratio;
    this.ways = new ArrayList<>();
    for (StructField field : source.schema().fields()) {
      int column = columns.indexOf(field.name());
      if (column >= 0) {
        if (!field.nullable()) {
          ways.add(new Way(column, ""));
          ways.add(new Way(column, "   "));
        }
        misfits(field.dataType()).forEach(text -> ways.add(new Way(column, text)));
      }
    }
    ways.add(new Way(-1, "one value too many"));
  }

  boolean isBad(long id) {
    return Math.floorMod(mixed(id), PARTS) < Math.round(ratio * PARTS);
  }

  /** The record of a bad id, spoiled. */
  List<String> spoil(long id, List<String> values) {
    Way way = ways.get((int) Math.floorMod(mixed(id ^ MIX), (long) ways.size()));
    List<String> spoiled = new ArrayList<>(values);
    if (way.column() < 0) {
      spoiled.add(way.text());
    } else {
      spoiled.set(way.column(), way.text());
    }
    return spoiled;
  }

  private static List<String> misfits(DataType type) {
    if (type instanceof DecimalType) {
      return List.of("twelve", "1,23.50", "NaN", "0.123456789012345678901234567890123456789");
    } else if (type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.LongType)) {
      return List.of("many", "1.5", "99999999999999999999");
    } else if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
      return List.of("NaN", "1e999", "0x1p3");
    } else if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.DateType)) {
      return List.of("yesterday", "2026-02-30 10:00:00", "10:15");
    } else if (type.equals(DataTypes.BooleanType)) {
      return List.of("maybe");
    } else if (NestedText.isNested(type)) {
      return List.of("no parts");
    }
    return List.of();
  }

  private static long mixed(long id) {
    long mixed = (id + 1) * MIX;
    mixed = (mixed ^ (mixed >>> 32)) * MIX;
    return mixed ^ (mixed >>> 29);
  }
}
