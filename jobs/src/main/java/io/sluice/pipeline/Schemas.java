// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads {@code source.schema}: Spark DDL with the types that a text can be cast to. */
final class Schemas {
  private static final String KEY = "schema";
  private static final List<DataType> TYPES =
      List.of(
          DataTypes.StringType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.BooleanType,
          DataTypes.DateType,
          DataTypes.TimestampType);
  private static final String ALLOWED_TYPES =
      "STRING, SMALLINT, INT, BIGINT, DECIMAL(p,s), FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP";
  private static final Set<String> RESERVED =
      Set.of(Source.FILE, Source.LANDED_AT, "_line", "_unfit");

  private Schemas() {}

  static Optional<StructType> read(Section source, String ddl) {
    return SparkParser.parse(
            parser -> parser.parseTableSchema(ddl),
            mistake ->
                source.refuse(
                    KEY,
                    "text that is no Spark DDL (%s%s)".formatted(line(mistake), mistake.message()),
                    "columns such as 'id STRING NOT NULL, amount DECIMAL(18,2)'"))
        .filter(schema -> areAllowed(source, schema));
  }

  private static String line(SparkParser.Mistake mistake) {
    return mistake.place().map(place -> "its line " + place.line().get() + ": ").orElse("");
  }

  private static boolean areAllowed(Section source, StructType schema) {
    boolean allowed = true;
    Set<String> seen = new HashSet<>();
    for (StructField field : schema.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      String column = "column '%s'".formatted(field.name());
      if (!TYPES.contains(field.dataType()) && !(field.dataType() instanceof DecimalType)) {
        String type = field.dataType().sql();
        source.refuse(KEY, "%s of type %s".formatted(column, type), ALLOWED_TYPES);
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
