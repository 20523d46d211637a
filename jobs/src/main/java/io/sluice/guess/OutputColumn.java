// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.column.ColumnName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;

/**
 * A column that transformations.sql selects.
 *
 * @param expression what it selects, over {@code source}
 * @param origin the name that it is made of, as files have it
 * @param values its value in each record of the sample, as Spark has it in its rows; empty where it
 *     has parts
 * @param refused records whose text isn't of the type, so that they are quarantined
 * @param isPersonal whether its values must not show
 */
public record OutputColumn(
    String name,
    String expression,
    String origin,
    DataType type,
    Optional<IntFunction<Object>> values,
    Set<Integer> refused,
    boolean isPersonal) {
  private static final long MICROS = 1_000_000;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Returns whether it is an object, an array or a map. */
  public boolean hasParts() {
    return values.isEmpty();
  }

  ColumnName hint() {
    return new ColumnName(origin);
  }

  /** Its value in one record, null where there is none. */
  Object value(int record) {
    return values.orElseThrow().apply(record);
  }

  /** Returns whether a record lacks it, other than one that is quarantined for its text. */
  boolean isMissing(int record) {
    return value(record) == null && !isRefused(record);
  }

  /** Returns whether a record is quarantined for its text. */
  boolean isRefused(int record) {
    return refused.contains(record);
  }

  /** The same as a test case writes it. */
  public String text(int record) {
    return text(type, value(record));
  }

  /** Returns whether it is a STRING. */
  public boolean isText() {
    return type.equals(DataTypes.StringType);
  }

  boolean isTime() {
    return type.equals(DataTypes.DateType) || type.equals(DataTypes.TimestampType);
  }

  /** A value of a type as a test case writes it; null where there is none. */
  static String text(DataType type, Object value) {
    if (value == null) {
      return null;
    } else if (type.equals(DataTypes.DateType)) {
      return LocalDate.ofEpochDay((Integer) value).toString();
    } else if (type.equals(DataTypes.TimestampType)) {
      long micros = (Long) value;
      long fraction = Math.floorMod(micros, MICROS);
      return SECONDS.format(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS)))
          + (fraction == 0 ? "" : ".%06d".formatted(fraction));
    } else if (value instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal().toPlainString();
    }
    return value.toString();
  }

  /** The first column of that name, as the sample has it or as the table does. */
  static Optional<OutputColumn> find(List<OutputColumn> columns, String name) {
    return columns.stream()
        .filter(
            each ->
                each.origin().equalsIgnoreCase(name.strip()) || each.name().equals(name.strip()))
        .findFirst();
  }
}
