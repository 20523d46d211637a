// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
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

  private static final Set<String> RESERVED =
      Set.of(Source.FILE, Source.LANDED_AT, "_line", "_unfit");

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
            mistake ->
                source.refuse(
                    KEY,
                    "text that is no Spark DDL (%s%s)".formatted(line(mistake), mistake.message()),
                    "columns such as 'id STRING NOT NULL, amount DECIMAL(18,2)'"))
        .filter(schema -> areAllowed(source, schema, types));
  }

  private static String line(SparkParser.Mistake mistake) {
    return mistake.place().map(place -> "its line " + place.line().get() + ": ").orElse("");
  }

  private static boolean areAllowed(Section source, StructType schema, Types types) {
    boolean allowed = true;
    Set<String> seen = new HashSet<>();
    for (StructField field : schema.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      String column = "column '%s'".formatted(field.name());
      if (!types.contain().test(field.dataType())) {
        String type = field.dataType().sql();
        source.refuse(KEY, "%s of type %s".formatted(column, type), types.description());
        allowed = false;
      }
      if (!seen.add(name)) {
        source.refuse(KEY, column + " twice", "every name once, whether in upper or lower case");
        allowed = false;
      }
      if (RESERVED.contains(name)) {
        source.refuse(KEY, column + ", which Sluice adds itself", "any other name");
        allowed = false;
      }
    }
    return allowed;
  }
}
