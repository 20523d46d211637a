// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import io.sluice.pipeline.Findings;
import io.sluice.pipeline.OutputColumns;
import io.sluice.pipeline.SqlFile;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** Columns that a table is to have: whether it can. */
record StoredColumns(SqlFile file, OutputColumns written, Findings findings) {
  private static final String TYPES =
      "STRING, numbers, BOOLEAN, BINARY, DATE, TIMESTAMP, and ARRAY, MAP and STRUCT of these; cast it";

  /**
   * @param inherited names that relations have which the query reads, in lower case: what is wrong
   *     with them is told there
   */
  void check(List<StructField> columns, Set<String> inherited) {
    if (written.hasStar()) {
      columns.stream()
          .map(StructField::name)
          .filter(name -> !inherited.contains(key(name)))
          .forEach(name -> OutputColumns.refusal(name).ifPresent(finding -> refuse(name, finding)));
      checkRepeated(columns);
    }
    for (StructField field : columns) {
      unfit(field.dataType()).ifPresent(part -> refuse(field.name(), type(field, part)));
    }
  }

  /** What is written twice is told already; a star may repeat the columns beside it. */
  private void checkRepeated(List<StructField> columns) {
    Set<String> seen = new HashSet<>();
    for (StructField field : columns) {
      if (!seen.add(key(field.name())) && written.count(field.name()) < 2) {
        refuse(
            field.name(),
            "found the column '%s' twice; allowed: every name once, whether in upper or lower case"
                .formatted(field.name()));
      }
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void refuse(String column, String finding) {
    findings.add(file.name(), written.place(column), finding);
  }

  private static String type(StructField field, DataType part) {
    String within = part.equals(field.dataType()) ? "" : " within " + field.dataType().sql();
    return "found the column '%s' of type %s%s, which no table has; allowed: %s"
        .formatted(field.name(), part.sql(), within, TYPES);
  }

  /** The first part of a type that Delta or Parquet can't keep. */
  private static Optional<DataType> unfit(DataType type) {
    if (type instanceof ArrayType array) {
      return unfit(array.elementType());
    } else if (type instanceof MapType map) {
      return unfit(map.keyType()).or(() -> unfit(map.valueType()));
    } else if (type instanceof StructType struct && struct.length() > 0) {
      Set<String> seen = new HashSet<>();
      for (StructField field : struct.fields()) {
        boolean fits =
            seen.add(field.name().toLowerCase(Locale.ROOT))
                && OutputColumns.refusal(field.name().replaceFirst("^_+(?=.)", "")).isEmpty();
        Optional<DataType> part = fits ? unfit(field.dataType()) : Optional.of(struct);
        if (part.isPresent()) {
          return part;
        }
      }
      return Optional.empty();
    }
    boolean fits =
        type instanceof NumericType
            || type instanceof StringType
            || type instanceof BooleanType
            || type instanceof BinaryType
            || type instanceof DateType
            || type instanceof TimestampType;
    return fits ? Optional.empty() : Optional.of(type);
  }
}
