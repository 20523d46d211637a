// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads {@code source.schema}: Spark DDL with the types that the format has. */
final class Schemas {
  private static final String KEY = "schema";

  /** Types that a text can be cast to. */
  static final Types TEXT =
      new Types(
          "STRING, SMALLINT, INT, BIGINT, DECIMAL(p,s), FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP",
          type ->
              type instanceof DecimalType
                  || List.of(
                          DataTypes.StringType,
                          DataTypes.ShortType,
                          DataTypes.IntegerType,
                          DataTypes.LongType,
                          DataTypes.FloatType,
                          DataTypes.DoubleType,
                          DataTypes.BooleanType,
                          DataTypes.DateType,
                          DataTypes.TimestampType)
                      .contains(type));

  /** The same, and what has parts of such types. */
  static final Types NESTED =
      new Types(
          TEXT.description() + ", and STRUCT, ARRAY and MAP of these",
          type -> part(type, TEXT.contain().negate()).isEmpty());

  private static final Set<String> RESERVED =
      Set.of(
          Source.FILE,
          Source.LANDED_AT,
          "_line",
          "_unfit",
          "_batch",
          "_passes",
          "_hash",
          "_origin",
          "_landed",
          "_key_hash",
          "_record_id",
          "_record_text",
          "_metadata");

  /** Columns with what was read start with it. */
  private static final String RAW = "_raw_";

  private Schemas() {}

  /**
   * Types of columns.
   *
   * @param description names them all
   */
  record Types(String description, Predicate<DataType> contain) {}

  static Optional<StructType> read(Section source, String ddl, Types types) {
    return SparkParser.parse(
            parser -> parser.parseTableSchema(ddl),
            mistake -> {
              String found = "text that is no Spark DDL (%s)".formatted(mistake.message());
              String allowed = "columns such as 'id STRING NOT NULL, amount DECIMAL(18,2)'";
              mistake
                  .place()
                  .ifPresentOrElse(
                      place -> source.refuse(KEY, (Integer) place.line().get(), found, allowed),
                      () -> source.refuse(KEY, found, allowed));
            })
        .filter(schema -> areAllowed(source, ddl, schema, types));
  }

  /** Line of the text on which a column is named, after some mentions that don't count. */
  private static int line(String ddl, String column, int skipped) {
    Matcher named =
        Pattern.compile(
                "(?:^|,)\\s*`?(" + Pattern.quote(column) + ")`?[\\s:]", Pattern.CASE_INSENSITIVE)
            .matcher(ddl);
    int line = 1;
    for (int i = 0; i <= skipped && named.find(); i++) {
      line = 1 + (int) ddl.substring(0, named.start(1)).chars().filter(c -> c == '\n').count();
    }
    return line;
  }

  /**
   * The first type without parts that a type is made of, and that is meant; a STRUCT without fields
   * and a MAP of keys with parts are meant always.
   */
  private static Optional<DataType> part(DataType type, Predicate<DataType> isMeant) {
    if (type instanceof StructType struct && struct.length() > 0) {
      return Arrays.stream(struct.fields())
          .flatMap(field -> part(field.dataType(), isMeant).stream())
          .findFirst();
    } else if (type instanceof ArrayType array) {
      return part(array.elementType(), isMeant);
    } else if (type instanceof MapType map) {
      return Optional.of(map.keyType()).filter(isMeant).or(() -> part(map.valueType(), isMeant));
    }
    return Optional.of(type).filter(isMeant);
  }

  /** A name that some STRUCT within a type has twice. */
  private static Optional<String> twice(DataType type) {
    if (type instanceof StructType struct) {
      Set<String> seen = new HashSet<>();
      return Arrays.stream(struct.fields())
          .flatMap(
              field ->
                  seen.add(field.name().toLowerCase(Locale.ROOT))
                      ? twice(field.dataType()).stream()
                      : Stream.of(field.name()))
          .findFirst();
    } else if (type instanceof ArrayType array) {
      return twice(array.elementType());
    }
    return type instanceof MapType map ? twice(map.valueType()) : Optional.empty();
  }

  private static boolean areAllowed(Section source, String ddl, StructType schema, Types types) {
    boolean allowed = true;
    Set<String> seen = new HashSet<>();
    for (StructField field : schema.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      String column = "column '%s'".formatted(field.name());
      int line = line(ddl, field.name(), seen.contains(name) ? 1 : 0);
      if (!types.contain().test(field.dataType())) {
        String type = field.dataType().sql();
        source.refuse(KEY, line, "%s of type %s".formatted(column, type), types.description());
        allowed = false;
      }
      Optional<String> twice = twice(field.dataType());
      if (twice.isPresent()) {
        source.refuse(
            KEY,
            line,
            "%s with '%s' twice in a STRUCT".formatted(column, twice.get()),
            "every name once, whether in upper or lower case");
        allowed = false;
      }
      if (!seen.add(name)) {
        source.refuse(
            KEY, line, column + " twice", "every name once, whether in upper or lower case");
        allowed = false;
      }
      if (RESERVED.contains(name) || name.startsWith(RAW)) {
        source.refuse(KEY, line, column + ", which Sluice adds itself", "any other name");
        allowed = false;
      }
    }
    return allowed;
  }
}
