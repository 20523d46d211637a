// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.spark.NestedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Column of a table in PostgreSQL that takes in one of a relation.
 *
 * @param type the one that a new table gets
 * @param others types that hold every value as well
 */
record PgColumn(String name, String type, List<String> others) {
  private static final String JSONB = "jsonb";

  /**
   * The columns for those of a relation.
   *
   * @param refused takes in what PostgreSQL has no type for
   */
  static List<PgColumn> of(StructType schema, List<String> refused) {
    List<PgColumn> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      of(field)
          .ifPresentOrElse(
              columns::add,
              () -> refused.add("%s is %s".formatted(field.name(), field.dataType().sql())));
    }
    return columns;
  }

  private static Optional<PgColumn> of(StructField field) {
    DataType type = field.dataType();
    String name = field.name();
    if (type instanceof DecimalType decimal) {
      return Optional.of(
          new PgColumn(
              name,
              "numeric(%d,%d)".formatted(decimal.precision(), decimal.scale()),
              List.of("numeric")));
    } else if (NestedText.isNested(type)) {
      return Optional.of(new PgColumn(name, JSONB, List.of()));
    }
    return plain(type)
        .map(types -> new PgColumn(name, types.get(0), types.subList(1, types.size())));
  }

  private static Optional<List<String>> plain(DataType type) {
    if (type instanceof StringType) {
      return Optional.of(List.of("text", "character varying"));
    } else if (type instanceof ByteType || type instanceof ShortType) {
      return Optional.of(List.of("smallint", "integer", "bigint", "numeric"));
    } else if (type instanceof IntegerType) {
      return Optional.of(List.of("integer", "bigint", "numeric"));
    } else if (type instanceof LongType) {
      return Optional.of(List.of("bigint", "numeric"));
    } else if (type instanceof FloatType) {
      return Optional.of(List.of("real", "double precision"));
    } else if (type instanceof DoubleType) {
      return Optional.of(List.of("double precision"));
    } else if (type instanceof BooleanType) {
      return Optional.of(List.of("boolean"));
    } else if (type instanceof DateType) {
      return Optional.of(List.of("date"));
    } else if (type instanceof TimestampType) {
      return Optional.of(List.of("timestamp with time zone"));
    } else if (type instanceof TimestampNTZType) {
      return Optional.of(List.of("timestamp without time zone"));
    } else if (type instanceof BinaryType) {
      return Optional.of(List.of("bytea"));
    }
    return Optional.empty();
  }

  /** Says whether a column of that type, as PostgreSQL writes it, holds every value. */
  boolean fits(String found) {
    return type.equals(found) || others.contains(found);
  }

  /** This column in a table where it has another type that fits. */
  PgColumn as(String found) {
    return new PgColumn(name, found, others);
  }

  /** The column as {@code create table} has it. */
  String definition() {
    return quotedName() + " " + type;
  }

  String quotedName() {
    return quoted(name);
  }

  /** A name as a quoted identifier of SQL. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
